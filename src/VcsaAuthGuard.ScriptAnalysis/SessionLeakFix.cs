using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>
/// Puts what stands between a login and its logout into try, and the logout into finally. It is offered only where both are statements
/// beside each other and $ErrorActionPreference is Stop. Without Stop a try would change the script: an error that ends one statement
/// ends the whole try, where before the script went on with the next statement.
/// </summary>
internal static class SessionLeakFix
{
    private const string Indent = "    ";

    public static ScriptFix? For(Login login, Connections connections, ScriptModel script)
    {
        if (
            login.Site.Statement() is not StatementAst first
            || first.Siblings() is not { } siblings
            || first is not (PipelineAst or AssignmentStatementAst)
        )
        {
            return null;
        }

        // Only the statements up to the logout are looked at, so that a script of many logins is read once.
        int start = Syntax.FirstEndingAfter(siblings, first.Extent.EndOffset);
        int end = start;
        while (end < siblings.Count && !connections.ClosesIn(siblings[end], login))
        {
            end++;
        }

        if (
            end == start
            || end == siblings.Count
            || !IsLogout(siblings[end], connections, login, script)
            || ClosesAgain(siblings, end, connections, login, script)
        )
        {
            return null;
        }

        StatementAst[] inner = [.. siblings.Skip(start).Take(end - start)];
        bool isPlain =
            inner.All(statement => !statement.All<CommandAst>().Any(command => script.Call(command).Name.Is(CommandNames.Connect)))
            && !inner[0].Variables().Any(name => name.Is("?"))
            && !inner.OfType<TypeDefinitionAst>().Any();
        // Whole lines only: the lines where the braces go must contain nothing else.
        string text = script.Root.Extent.StartScriptPosition.GetFullScript();
        IScriptExtent last = siblings[end].Extent;
        int lineStart = LineStart(text, inner[0].Extent.StartOffset);
        bool hasLines = isPlain
            && inner[0].Extent.StartLineNumber > first.Extent.EndLineNumber
            && last.StartLineNumber > inner[inner.Length - 1].Extent.EndLineNumber
            && string.IsNullOrWhiteSpace(text.Substring(lineStart, inner[0].Extent.StartOffset - lineStart))
            && IsRestEmpty(text, last.EndOffset);
        return hasLines ? Make(text, inner, last) : null;
    }

    private static bool IsLogout(StatementAst statement, Connections connections, Login login, ScriptModel script) =>
        statement is PipelineAst { PipelineElements: { } elements } && elements.All(element => element is CommandAst command
            ? connections.Closes(command, login) || script.Call(command).Name.Is("Out-Null")
            : element is CommandExpressionAst { Expression: VariableExpressionAst });

    private static bool ClosesAgain(
        IReadOnlyList<StatementAst> siblings, int end, Connections connections, Login login, ScriptModel script) =>
        connections.LogoutsAfter(siblings[end].Extent.EndOffset, Scopes.BodyOf(siblings[end], script), login)
            .Any(logout => logout.Extent.EndOffset <= siblings[siblings.Count - 1].Extent.EndOffset);

    private static ScriptFix Make(string text, StatementAst[] inner, IScriptExtent last)
    {
        IScriptExtent first = inner[0].Extent;
        string newLine = text.Contains("\r\n") ? "\r\n" : "\n";
        int start = LineStart(text, first.StartOffset);
        string margin = text.Substring(start, first.StartOffset - start);
        int logout = LineStart(text, last.StartOffset);
        List<TextEdit> edits =
        [
            new(start, 0, $"{margin}try {{{newLine}"),
            new(logout, 0, $"{margin}}}{newLine}{margin}finally {{{newLine}"),
            new(last.EndOffset, 0, $"{newLine}{margin}}}"),
        ];
        // Indents the lines between by one step, except those that begin within a string, where a space is text.
        (int Start, int End)[] strings =
        [
            .. inner.SelectMany(statement => statement.All<ExpressionAst>())
                .Where(node => node is StringConstantExpressionAst or ExpandableStringExpressionAst)
                .Select(node => (node.Extent.StartOffset, node.Extent.EndOffset)),
        ];
        for (int line = start; line < last.EndOffset; line = NextLine(text, line))
        {
            bool isText = Array.Exists(strings, item => item.Start < line && line < item.End);
            if (!isText && line < text.Length && text[line] is not '\r' and not '\n')
            {
                edits.Add(new(line, 0, Indent));
            }
        }

        // Of two edits at one place the brace comes first in the text.
        TextEdit[] merged =
        [
            .. edits
                .GroupBy(edit => edit.Start)
                .Select(place => new TextEdit(place.Key, 0, string.Concat(place.Select(edit => edit.Text)))),
        ];
        string lines =
            first.StartLineNumber == last.StartLineNumber - 1
                ? $"line {first.StartLineNumber}"
                : $"lines {first.StartLineNumber} to {last.StartLineNumber - 1}";
        return new($"{lines} into try, the logout in line {last.StartLineNumber} into finally", merged);
    }

    private static int LineStart(string text, int offset) => offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;

    private static int NextLine(string text, int offset) => text.IndexOf('\n', offset) is >= 0 and int end ? end + 1 : text.Length;

    private static bool IsRestEmpty(string text, int offset)
    {
        int end = text.IndexOf('\n', offset);
        return string.IsNullOrWhiteSpace(text.Substring(offset, (end < 0 ? text.Length : end) - offset));
    }
}
