// The walks of dev/walk.mjs: what a person does, and where a picture is taken.

/**
 * @typedef {object} Tools
 * @property {import("playwright-core").Page} page
 * @property {(change: object) => Promise<unknown>} mock changes the stand-in
 * @property {(state: string) => Promise<void>} look takes a picture and asks axe
 * @property {(path: string) => Promise<void>} open
 */
/** @type {Record<string, (tools: Tools) => Promise<void>>} */
export const walks = {
  async welcome({page, mock, look, open}) {
    await mock({scenario: "empty", pace: 6});
    await open("/");
    await page.getByRole("button", {name: "Connect Amazon Web Services"}).waitFor();
    await look("cloud");
    await page.getByRole("button", {name: "Connect Amazon Web Services"}).click();
    await page.getByRole("button", {name: "Change method"}).click();
    await page.getByText("Where do you sign in?").waitFor();
    await look("method");
  },

  async here({page, mock, look, open}) {
    await mock({scenario: "empty", pace: 6});
    await open("/welcome?step=method&cloud=aws&method=sso");
    await page.getByRole("radio", {name: "Another place"}).check();
    await page.getByLabel("Start URL").fill("https://sso.example.com/");
    await page.getByLabel("Region of your IAM Identity Center").fill("us-east-1");
    await look("place");
    await page.getByRole("button", {name: "Go on"}).click();
    await page.getByRole("button", {name: /Sign in to/}).waitFor();
    await page.getByRole("button", {name: "With a code"}).click();
    await look("ask");
    await page.getByRole("button", {name: /Sign in to/}).click();
    await page.getByRole("button", {name: "Yes, I agree"}).waitFor();
    await look("consent");
    await page.getByRole("button", {name: "Yes, I agree"}).click();
    await page.getByRole("link", {name: /Open the sign-in page/}).waitFor();
    await look("waiting");
    await page.reload();
    await page.getByRole("link", {name: /Open the sign-in page/}).waitFor();
    await mock({approve: true});
    await page.getByRole("button", {name: "Select all visible"}).waitFor();
    await page.getByRole("button", {name: "Select all visible"}).click();
    await look("accounts");
    await page.getByRole("button", {name: /Show the lines/}).click();
    await page.getByRole("button", {name: "Yes, write these lines"}).waitFor();
    await look("lines");
    await page.getByRole("button", {name: "Yes, write these lines"}).click();
    await page.getByRole("button", {name: "Check and connect"}).waitFor();
    await look("before-check");
    await page.getByRole("button", {name: "Check and connect"}).click();
    await page.getByText("The next step runs").waitFor();
    await look("checking");
    await page.getByRole("button", {name: "Go on to the first sync"}).waitFor({timeout: 60_000});
    await look("checked");
  },

  async many({page, mock, look, open}) {
    await mock({scenario: "large", pace: 6});
    await open("/welcome?step=method&cloud=aws&method=sso&session=corp");
    await page.getByRole("button", {name: /Sign in to/}).click();
    await page.getByRole("button", {name: "Yes, I agree"}).click();
    await page.getByRole("link", {name: /Open the sign-in page/}).waitFor();
    await look("browser");
    await mock({approve: true});
    await page.getByLabel("Search accounts and roles").fill("prod");
    await page.getByRole("button", {name: "Select all visible"}).click();
    await look("accounts");
  },

  async commands({page, mock, look, open}) {
    await mock({scenario: "empty", pace: 6});
    await open("/welcome?step=method&cloud=aws&method=sso&way=commands");
    await page.getByRole("button", {name: "Re-check"}).click();
    await page.getByText("There is no profile").waitFor();
    await look("missing");
    await page.getByRole("checkbox", {name: "corp-web"}).check();
    await page.getByRole("checkbox", {name: "tool"}).check();
    await page.getByRole("checkbox", {name: "broken"}).check();
    await page.getByRole("button", {name: "Check and connect 3 profiles"}).click();
    await page.getByRole("button", {name: "Yes, I agree"}).waitFor({timeout: 60_000});
    await look("consent");
    await page.getByRole("button", {name: "No, do nothing"}).click();
    await page.getByRole("button", {name: "Go on to the first sync"}).waitFor({timeout: 60_000});
    await look("checked");
  },

  async role({page, mock, look, open}) {
    await mock({scenario: "empty", pace: 6});
    await open("/welcome?step=method&cloud=aws&method=role");
    await page.getByRole("button", {name: "Make the set-up"}).waitFor();
    await look("new");
    await page.getByRole("button", {name: "Make the set-up"}).click();
    await page.getByRole("tab", {name: "Terraform"}).waitFor();
    await page.getByLabel("ARN of the role").fill("arn:aws:sts::111122223333:assumed-role/OpenRole/me");
    await page.getByText("Causes and what to do").click();
    await look("setup");
    await page.getByLabel("ARN of the role").fill("arn:aws:iam::111122223333:role/OpenRole");
    await page.getByText("connects as").waitFor();
    await page.getByRole("button", {name: "Connect", exact: true}).click();
    await page.getByText("trying again after a minute").waitFor({timeout: 60_000});
    await look("waits");
    await page.getByRole("button", {name: "Connect it all the same"}).waitFor({timeout: 60_000});
    await look("red");
  },

  async keys({page, mock, look, open}) {
    await mock({scenario: "empty", pace: 6});
    await open("/welcome?step=method&cloud=aws&method=keys");
    await page.getByText("What the keys have to be allowed").click();
    await page.getByRole("tab", {name: "Terraform"}).waitFor();
    await look("keys");
  },

  async sync({page, mock, look, open}) {
    await mock({scenario: "demo", pace: 1});
    await open("/welcome?step=sync&cloud=aws&connected=acme");
    await page.getByRole("button", {name: /^Sync for/}).waitFor();
    await look("plan");
    await page.getByRole("button", {name: /^Sync for/}).click();
    await page.getByText("slower, not failed").waitFor({timeout: 60_000});
    await look("slower");
    await page.reload();
    await page.getByText(/ of (about )?\d+ s/).waitFor();
    await mock({pace: 40});
    await page.getByText("Synced in part").waitFor({timeout: 60_000});
    await look("ended");
  },

  async accounts({page, mock, look, open}) {
    await mock({scenario: "demo", pace: 6});
    await open("/settings/accounts");
    await page.getByRole("button", {name: "Connection sandbox: open"}).first().waitFor();
    await look("list");
    await page.getByRole("button", {name: "Connection acme: open"}).first().click();
    await page.getByLabel("Note").fill("Until the audit is over.");
    await look("connection");
    await page.getByLabel("Regions").fill("europe");
    await page.getByRole("button", {name: "Save the regions"}).click();
    await page.getByText("Causes and what to do").waitFor();
    await look("regions");
    await page.getByRole("button", {name: "Re-check"}).click();
    await page.getByRole("tab", {name: "Check"}).waitFor();
    await look("last-check");
    await page.getByRole("tabpanel").getByRole("button", {name: "Re-check"}).click();
    await page.getByText("Checking …").waitFor();
    await look("checking");
    await page.getByRole("tabpanel").getByRole("button", {name: "Re-check"}).waitFor({timeout: 60_000});
    await page.getByRole("button", {name: "Diagnostics"}).click();
    await page.getByRole("button", {name: /Copy all/}).waitFor();
    await look("diagnostics");
    await page.getByRole("button", {name: "Sync now"}).click();
    await page.getByRole("button", {name: /^Sync for/}).waitFor();
    await look("sync");
    await page.keyboard.press("Escape");
    await page.getByRole("button", {name: "Remove …"}).click();
    await page.getByLabel("To delete the data").waitFor();
    await look("remove");
  },

  async large({page, mock, look, open}) {
    await mock({scenario: "large"});
    await open("/settings/accounts");
    await page.getByRole("button", {name: /members of Acme/}).waitFor();
    await look("folded");
    await page.getByRole("button", {name: /members of Acme/}).click();
    await look("unfolded");
    await page.getByLabel("Search the accounts").fill("prod team-1");
    await look("found");
    await open("/settings/profiles");
    await page.getByRole("switch", {name: "Read dev"}).waitFor();
    await look("profiles");
  },

  async profiles({page, mock, look, open}) {
    await mock({scenario: "demo", pace: 6});
    await open("/settings/profiles");
    await page.getByRole("switch", {name: "Read dev"}).waitFor();
    await look("list");
    await page.getByRole("button", {name: "elsewhere", exact: true}).click();
    await page.getByText("Custom endpoints").waitFor();
    await look("drawer");
    await page.keyboard.press("Escape");
    await page.getByRole("switch", {name: "Read tool"}).click();
    await page.getByRole("button", {name: "Check and connect"}).click();
    await page.getByRole("button", {name: "Yes, I agree"}).waitFor();
    await look("consent");
    await page.getByRole("button", {name: "Yes, I agree"}).click();
    await page.getByRole("link", {name: "Go on to its first sync"}).waitFor({timeout: 60_000});
    await look("connected");
    await page.keyboard.press("Escape");
    await page.getByRole("switch", {name: "Read <b>bold"}).click();
    await page.getByRole("button", {name: "Check and connect"}).waitFor();
    await look("price");
    await page.keyboard.press("Escape");
    await page.getByRole("button", {name: "Sign in: corp-web"}).click();
    await look("sign-in");
  },

  async tokens({page, mock, look, open}) {
    await mock({scenario: "demo"});
    await open("/settings/tokens");
    await page.getByRole("button", {name: "Revoke grafana"}).waitFor();
    await look("list");
    await page.getByRole("button", {name: "Create token"}).click();
    await page.getByLabel("Name").fill("grafana-2");
    await page.getByLabel("Days until it expires").fill("0");
    await look("new");
    await page.getByLabel("Days until it expires").fill("30");
    await page.getByRole("button", {name: "Create", exact: true}).click();
    await page.getByText("it is shown this once").waitFor();
    await look("made");
    await page.getByRole("button", {name: "I have copied it"}).click();
    await page.getByRole("button", {name: "Revoke grafana", exact: true}).click();
    await look("revoke");
    await open("/settings/about");
    await page.getByText("How the figures are made").waitFor();
    await look("about");
  },
};
