import {useQuery} from "@tanstack/react-query";

import {problemOf} from "@/api/problem";
import {profilesQuery} from "@/api/queries";
import {ProblemView} from "@/design/Notice";
import {Card, Name, Skeleton} from "@/design/Status";

export function ProfilesPage() {
  const profiles = useQuery(profilesQuery());
  if (profiles.isPending) return <Skeleton lines={8} />;
  if (profiles.isError) return <ProblemView problem={problemOf(profiles.error)} />;
  return (
    <Card title="Profiles">
      <ul>
        {profiles.data.profiles.map((profile) => (
          <li key={profile.name}>
            <Name>{profile.name}</Name>
          </li>
        ))}
      </ul>
    </Card>
  );
}
