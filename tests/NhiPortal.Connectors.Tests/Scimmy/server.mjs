// A SCIM 2.0 service by scimmy, keeping its users and groups in memory. "/look" shows them past SCIM.
import { randomUUID } from "node:crypto";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const stores = { users: new Map(), groups: new Map() };
for (const name of ["admins", process.env.SCIM_GROUP]) {
  const id = randomUUID();
  stores.groups.set(id, { id, displayName: name, members: [] });
}

const { User, Group } = SCIMMY.Resources;
const keep = (store, unique) => ({
  ingress: (resource, data) => {
    const id = resource.id ?? randomUUID();
    if ([...store.values()].some(other => other.id !== id && other[unique].toLowerCase() === data[unique].toLowerCase()))
      throw new SCIMMY.Types.Error(409, "uniqueness", `${unique} is taken`);
    if (resource.id && !store.has(id)) throw new SCIMMY.Types.Error(404, null, "not found");
    store.set(id, { ...JSON.parse(JSON.stringify(data)), id });
    return store.get(id);
  },
  egress: (resource) => {
    if (resource.id) {
      if (!store.has(resource.id)) throw new SCIMMY.Types.Error(404, null, "not found");
      return store.get(resource.id);
    }
    const all = [...store.values()];
    return resource.filter ? resource.filter.match(all) : all;
  },
  degress: (resource) => {
    if (!store.delete(resource.id)) throw new SCIMMY.Types.Error(404, null, "not found");
  },
});
SCIMMY.Resources.declare(User, keep(stores.users, "userName"));
SCIMMY.Resources.declare(Group, keep(stores.groups, "displayName"));

const app = express();
app.get("/look", (_, answer) => answer.json({ users: [...stores.users.values()], groups: [...stores.groups.values()] }));
app.use("/scim", (request, answer, next) =>
  request.method !== "GET" && request.header("Authorization") === `Bearer ${process.env.SCIM_LOOKING}` ? answer.status(403).end() : next());
app.use("/scim", new SCIMMYRouters({
  type: "bearer",
  handler: (request) => {
    const given = request.header("Authorization");
    if (given !== `Bearer ${process.env.SCIM_SECRET}` && given !== `Bearer ${process.env.SCIM_LOOKING}`) throw new Error("not authorized");
    return "portal";
  },
}));
app.listen(Number(process.env.SCIM_PORT), "127.0.0.1");
