using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Shared.Contributions;

/// <summary>A part of the guide that the desk has for a role: how a piece of the work goes, and the pages on which it is done.</summary>
/// <param name="Role">Whose guide it belongs to: <see cref="Roles.Secretariat"/> or <see cref="Roles.Liaison"/>.</param>
/// <param name="TextKey">The key of its text; that of its heading ends in <c>.title</c>.</param>
/// <param name="Order">Ascending.</param>
/// <param name="Requires">Shown only to those who may do this.</param>
/// <param name="Paths">Of the desk, without the language; pages that open from them come along.</param>
public sealed record GuideSection(string Role, string TextKey, int Order, Act Requires, params IReadOnlyList<string> Paths);
