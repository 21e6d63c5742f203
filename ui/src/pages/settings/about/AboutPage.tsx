import {useQuery} from "@tanstack/react-query";

import {statusQuery} from "@/api/queries";
import {Card} from "@/design/Status";

export function AboutPage() {
  const status = useQuery(statusQuery());
  return <Card title="About">{status.data ? <p>Sextant {status.data.version}</p> : null}</Card>;
}
