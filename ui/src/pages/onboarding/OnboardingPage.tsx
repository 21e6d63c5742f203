import {CodeBlock} from "@/design/Copy";
import {EmptyState} from "@/design/Status";

export function OnboardingPage() {
  return (
    <EmptyState title="Connect AWS">
      <CodeBlock text="sextant connect aws" what="Command" />
    </EmptyState>
  );
}
