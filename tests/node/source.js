// Queries of a script's source: its globals, its regular expressions, its tests.

import { parseAst } from "vite";

/** @typedef {{ type: string } & Record<string, any>} Syntax a node of the syntax tree, as ESTree has it */

/**
 * The undeclared names that a module uses, sorted. A name declared anywhere in the module counts
 * as declared.
 *
 * @param {string} source
 */
export function globalsOf(source) {
  const used = new Set();
  const declared = new Set();
  for (const { node, parent, key } of nodes(parseAst(source))) {
    if (node.type === "Identifier" && !isOnlyAName(parent, key)) used.add(node.name);
    for (const name of boundBy(node)) declared.add(name?.name);
  }
  return [...used].filter((name) => !declared.has(name)).sort();
}

/**
 * The regular expressions in a script.
 *
 * @param {string} source
 * @returns {string[]}
 */
export function regularExpressionsOf(source) {
  return nodes(parseAst(source)).flatMap(({ node }) => (node.regex ? [node.raw] : []));
}

/**
 * The types of syntax in a script, such as `ImportExpression`.
 *
 * @param {string} source
 * @returns {Set<string>}
 */
export function syntaxOf(source) {
  return new Set(nodes(parseAst(source)).map(({ node }) => node.type));
}

/**
 * Patterns of the names of a script's tests, except skipped ones. A computed part of a name matches
 * anything.
 *
 * @param {string} source
 * @returns {RegExp[]}
 */
export function testNamesOf(source) {
  return nodes(parseAst(source)).flatMap(({ node }) => {
    if (node.type !== "CallExpression" || node.callee.name !== "test") return [];
    const [name, ...others] = node.arguments;
    const isRun = others.every((/** @type {Syntax} */ { type }) => type !== "ObjectExpression");
    return isRun ? [patternOf(name)] : [];
  });
}

/**
 * @param {Syntax} name a string, or a template
 * @returns {RegExp}
 */
function patternOf({ value, quasis }) {
  const parts = quasis?.map((/** @type {Syntax} */ part) => part.value.cooked) ?? [String(value)];
  const escaped = parts.map((/** @type {string} */ part) => part.replace(/[^\w\s]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".+")}$`);
}

/**
 * A tree's nodes, each with its parent and the parent's key for it.
 *
 * @param {any} node
 * @param {Syntax} [parent]
 * @param {string} [key]
 * @returns {{ node: Syntax, parent: Syntax | undefined, key: string }[]}
 */
function nodes(node, parent, key = "") {
  if (Array.isArray(node)) return node.flatMap((item) => nodes(item, parent, key));
  if (typeof node?.type !== "string") return [];
  const below = Object.entries(node).flatMap(([name, value]) => nodes(value, node, name));
  return [{ node, parent, key }, ...below];
}

/**
 * Whether an identifier is the name of a property, a method or an export, which is not a variable.
 *
 * @param {Syntax | undefined} parent
 * @param {string} key
 */
function isOnlyAName(parent, key) {
  if (parent?.type === "ExportSpecifier") return key === "exported";
  return (key === "property" || key === "key") && !parent?.computed;
}

/**
 * The nodes that a node binds: identifiers, and patterns, which are separate nodes.
 *
 * @param {Syntax} node
 * @returns {(Syntax | null | undefined)[]}
 */
function boundBy(node) {
  switch (node.type) {
    case "VariableDeclarator":
    case "ClassDeclaration":
    case "ClassExpression":
      return [node.id];
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return [node.id, ...node.params];
    case "CatchClause":
      return [node.param];
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
    case "ImportSpecifier":
      return [node.local];
    case "ObjectPattern":
      return node.properties.map((/** @type {Syntax} */ { value }) => value);
    case "ArrayPattern":
      return node.elements;
    case "AssignmentPattern":
      return [node.left];
    case "RestElement":
      return [node.argument];
    default:
      return [];
  }
}
