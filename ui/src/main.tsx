import {QueryClientProvider} from "@tanstack/react-query";
import {RouterProvider} from "@tanstack/react-router";
import {StrictMode} from "react";
import {createRoot} from "react-dom/client";

import {makeQueryClient} from "@/api/queries";
import {ToastProvider} from "@/design/Toast";
import {makeRouter} from "@/shell/router";

const page = document.getElementById("page");
if (!page) throw new Error("index.html has no element #page");
const queries = makeQueryClient();
const router = makeRouter(queries);

createRoot(page).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <ToastProvider>
        <RouterProvider router={router} />
      </ToastProvider>
    </QueryClientProvider>
  </StrictMode>,
);
