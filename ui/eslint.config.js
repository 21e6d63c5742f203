import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {ignores: ["node_modules", "src/api/generated", "eslint.config.js"]},
  ...tseslint.configs.recommendedTypeChecked,
  {languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}}},
  jsxA11y.flatConfigs.strict,
  reactHooks.configs.flat["recommended-latest"],
  {
    rules: {
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", {considerDefaultExhaustiveForUnions: true}],
      "@typescript-eslint/consistent-type-imports": "error",
      eqeqeq: "error",
      // Only a compiler that this page does not use minds it.
      "react-hooks/incompatible-library": "off",
      // Tables that become cards on a narrow screen lose the roles that their elements have by themselves.
      "jsx-a11y/no-redundant-roles": "off",
      "jsx-a11y/no-noninteractive-element-to-interactive-role": ["error", {ul: ["listbox"], li: ["option"], table: ["grid"], td: ["gridcell"]}],
      // What the API says is text, and stays text.
      "no-restricted-syntax": [
        "error",
        {selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "What the API says is text."},
        {selector: "MemberExpression[property.name='innerHTML']", message: "What the API says is text."},
      ],
      "no-restricted-globals": ["error", {name: "parseFloat", message: "Amounts are exact; see src/money."}],
    },
  },
  {
    files: ["dev/**/*.mjs", "scripts/**/*.mjs"],
    rules: {
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/only-throw-error": "off",
    },
  },
);
