export function SqlPage() {
  return <h1>SQL</h1>;
}
