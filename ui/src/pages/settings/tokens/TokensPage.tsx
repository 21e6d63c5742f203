import {useQuery} from "@tanstack/react-query";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import {ProblemView} from "@/design/Notice";
import {Card, Name, Skeleton} from "@/design/Status";

export function TokensPage() {
  const tokens = useQuery({queryKey: ["tokens"], queryFn: ({signal}) => ask(api.GET("/tokens", {signal}))});
  if (tokens.isPending) return <Skeleton lines={4} />;
  if (tokens.isError) return <ProblemView problem={problemOf(tokens.error)} />;
  return (
    <Card title="Tokens">
      <ul>
        {tokens.data.tokens.map((token) => (
          <li key={token.id}>
            <Name>{token.name}</Name>
          </li>
        ))}
      </ul>
    </Card>
  );
}
