import {useQuery} from "@tanstack/react-query";
import {useState} from "react";

import {problemOf} from "@/api/problem";
import type {Filter, GroupKey} from "@/costs/keys";
import {filterOf, GROUP_KEYS, KEY_NAMES, keyWords, parseFilter} from "@/costs/keys";
import {Button} from "@/design/Button";
import {Combobox} from "@/design/Combobox";
import {Select} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Popup} from "@/design/Popup";
import {Segments} from "@/design/Segments";
import {Skeleton} from "@/design/Status";

import {valuesOptions} from "./question";

interface Props {
  where: readonly string[];
  onChange: (where: string[]) => void;
}

/** Filters that belong together: values of one key are joined by or, different keys by and. */
function grouped(where: readonly string[]): {key: GroupKey; isNot: boolean; values: string[]}[] {
  const out = new Map<string, {key: GroupKey; isNot: boolean; values: string[]}>();
  for (const filter of where.map(parseFilter).filter((one): one is Filter => one !== null)) {
    const id = `${filter.key}${filter.isNot}`;
    const group = out.get(id) ?? {key: filter.key, isNot: filter.isNot, values: []};
    group.values.push(filter.value);
    out.set(id, group);
  }
  return [...out.values()];
}

/** The filters in force, each to be taken away, and the way to add one. */
export function Filters({where, onChange}: Props) {
  return (
    <div className="row" role="group" aria-label="Filters">
      <Popup label="Filter" wide>
        {() => <FilterChoice where={where} onChange={onChange} />}
      </Popup>
      {grouped(where).map((group) => (
        <span key={`${group.key}${group.isNot}`} className="chip">
          <span className="chip-text">
            {KEY_NAMES[group.key]} {group.isNot ? "is not" : "is"}{" "}
            <strong>
              <Values group={group} />
            </strong>
          </span>
          <button
            type="button"
            className="chip-close"
            aria-label={`Remove the filter on ${keyWords(group.key)}`}
            onClick={() =>
              onChange(where.filter((text) => {
                const filter = parseFilter(text);
                return filter?.key !== group.key || filter.isNot !== group.isNot;
              }))
            }
          >
            <span aria-hidden="true">✕</span>
          </button>
        </span>
      ))}
      {where.length > 0 ? (
        <Button look="quiet" onClick={() => onChange([])}>
          Remove all
        </Button>
      ) : null}
    </div>
  );
}

function Values(props: {group: {key: GroupKey; values: string[]}}) {
  const {key, values} = props.group;
  const names = useQuery({...valuesOptions(key), enabled: key === "account"}).data;
  const nameOf = (value: string) => (value === "none" ? `no ${keyWords(key)}` : (names?.find((one) => one.value === value)?.name ?? value));
  return (
    <>
      {values.slice(0, 3).map((value, at) => (
        <span key={value}>
          {at > 0 ? " or " : ""}
          <bdi>{nameOf(value)}</bdi>
        </span>
      ))}
      {values.length > 3 ? ` or ${values.length - 3} more` : null}
    </>
  );
}

function FilterChoice({where, onChange}: Props) {
  const [key, setKey] = useState<GroupKey>("service");
  const [isNot, setNot] = useState(false);
  const values = useQuery(valuesOptions(key));
  const own = (text: string) => {
    const filter = parseFilter(text);
    return filter?.key === key && filter.isNot === isNot;
  };
  const chosen = new Set(where.filter(own).map((text) => parseFilter(text)?.value ?? ""));
  return (
    <div className="stack-tight filter-choice">
      <div className="row">
        <Select
          label="Filter by"
          hideLabel
          value={key}
          options={GROUP_KEYS.map((value) => ({value, label: KEY_NAMES[value]}))}
          onChange={setKey}
        />
        <Segments
          label="How"
          value={isNot ? "not" : "is"}
          options={[
            {value: "is", label: "is"},
            {value: "not", label: "is not"},
          ]}
          onChange={(how) => setNot(how === "not")}
        />
      </div>
      {values.isPending ? (
        <Skeleton height="19rem" />
      ) : values.isError ? (
        <ProblemView problem={problemOf(values.error)} brief />
      ) : (
        <Combobox
          key={key}
          label={KEY_NAMES[key]}
          options={values.data.map((one) => ({
            value: one.value ?? "none",
            label: one.name ?? one.value ?? `(no ${keyWords(key)})`,
            ...(one.name && one.value ? {detail: one.value} : {}),
          }))}
          chosen={chosen}
          onChange={(next) => onChange([...where.filter((text) => !own(text)), ...[...next].map((value) => filterOf(key, value, isNot))])}
          empty="The lake holds no values yet: the first sync brings them."
        />
      )}
    </div>
  );
}
