export async function drive() { console.log("no server yet"); }
