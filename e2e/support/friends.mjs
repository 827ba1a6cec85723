// What tests need of people: two who are friends, and a group of several.

const ASK = "mutation($id: ID!) { requestFriendship(input: { userId: $id }) { __typename } }";
const CREATE = "mutation($name: String!) { createGroup(input: { name: $name, type: FAMILY }) { group { id } } }";
const INVITE = "mutation($group: ID!) { inviteToGroup(input: { groupId: $group }) { code } }";
const JOIN = "mutation($code: String!) { joinGroup(input: { code: $code }) { __typename } }";

/** Makes two people friends, each given by their name and id. */
export async function befriend(api, [one, oneId], [other, otherId]) {
  await api(one, ASK, { id: otherId });
  await api(other, ASK, { id: oneId });
}

/** A group of the first of these people, which the others have joined; its id. */
export async function groupOf(api, name, [owner, ...others]) {
  const { createGroup } = await api(owner, CREATE, { name });
  for (const other of others) {
    const { inviteToGroup } = await api(owner, INVITE, { group: createGroup.group.id });
    await api(other, JOIN, { code: inviteToGroup.code });
  }
  return createGroup.group.id;
}
