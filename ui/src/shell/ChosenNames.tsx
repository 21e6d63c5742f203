/** The chosen connections within a sentence: by name where it is one, else how many. */
export const ChosenNames = (props: {chosen: readonly string[]}) =>
  props.chosen.length === 1 ? <bdi>{props.chosen[0]}</bdi> : <>{props.chosen.length} connections</>;
