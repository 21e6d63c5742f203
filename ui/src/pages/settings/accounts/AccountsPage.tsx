import {useQuery} from "@tanstack/react-query";

import {problemOf} from "@/api/problem";
import {accountsQuery} from "@/api/queries";
import type {Account} from "@/api/types";
import type {Column} from "@/design/DataTable";
import {DataTable} from "@/design/DataTable";
import {ProblemView} from "@/design/Notice";
import {Card, Light, Name, Skeleton} from "@/design/Status";
import {Age} from "@/design/Time";

const COLUMNS: Column<Account>[] = [
  {id: "name", head: "Account", isRowHead: true, cell: (row) => <Name>{row.name || row.account_id}</Name>},
  {id: "status", head: "Status", cell: (row) => <Light color={row.status}>{row.words}</Light>},
  {id: "sync", head: "Last sync", cell: (row) => <Age at={row.last_sync_at} />},
];

export function AccountsPage() {
  const accounts = useQuery(accountsQuery());
  return (
    <Card title="Cloud accounts">
      {accounts.isPending ? (
        <Skeleton lines={8} />
      ) : accounts.isError ? (
        <ProblemView problem={problemOf(accounts.error)} />
      ) : (
        <DataTable label="Cloud accounts" rows={accounts.data.rows} columns={COLUMNS} rowKey={(row) => row.account_id} stacks />
      )}
    </Card>
  );
}
