import "./progress.css";

/** How much of something is done. Without `of` nobody knows how much there is, and it only shows that something runs. */
export function Progress(props: {label: string; done?: number; of?: number; words?: string; isBad?: boolean}) {
  const isKnown = props.of !== undefined && props.of > 0;
  const part = isKnown ? Math.min(1, (props.done ?? 0) / (props.of ?? 1)) : 0;
  return (
    <div
      className={["progress", isKnown ? "" : "progress-unknown", props.isBad ? "progress-bad" : ""].join(" ")}
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={isKnown ? Math.round(part * 100) : undefined}
      aria-valuetext={props.words}
    >
      <span style={isKnown ? {inlineSize: `${part * 100}%`} : undefined} />
    </div>
  );
}
