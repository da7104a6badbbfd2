using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Finds the passwords that are written in a script, and the places where each is used.</summary>
internal sealed class Secrets
{
    private static readonly Regex InAddress = new(
        @"\b[a-z][a-z0-9+.-]*://[^\s/:@'""<>$`{}()]+:(?<secret>[^\s/:@'""<>$`{}()]+)@[^\s/:@'""]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    // What stands where a password is to be filled in.
    private static readonly Regex Placeholder = new(
        @"^\s*$|^[<\[{(%].*[>\]})%]$|^[*.?x_-]+$|^your[-_ ]?|^(enter|insert|my|the|put|some)[-_ ]?\w*[-_ ]?(password|pass|pwd)|"
            + @"^(password|pass|pwd)[-_ ]?(here|goes)|\bhere\b|^(fill|change|replace|edit)[-_ ]?(me|this)([-_ ]?in)?[-_!]*$|^(password|"
            + @"passwd|pass|pwd)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    // One for each that is found, in the same order.
    private readonly List<(int Start, int End)> _spans = [];
    private readonly Dictionary<(int Start, int End), int> _known = [];
    private (int Start, int End)[]? _sorted;

    public List<Secret> Found { get; } = [];

    public static Secrets Find(ScriptModel script)
    {
        Secrets secrets = new();
        foreach (CommandCall call in script.Calls)
        {
            secrets.FindIn(call, script);
        }

        foreach (ExpressionAst text in script.Root.All<ExpressionAst>())
        {
            switch (text)
            {
                case StringConstantExpressionAst or ExpandableStringExpressionAst:
                    secrets.FindAddresses(text);
                    break;
                case InvokeMemberExpressionAst
                {
                    Static: true,
                    Expression: TypeExpressionAst { TypeName: { } type },
                    Member: StringConstantExpressionAst member,
                    Arguments: { Count: >= 2 } arguments
                } when member.Value.Is("new") && IsNetworkCredential(type.FullName):
                    secrets.Add(script.Literals(arguments[1]), text);
                    break;
            }
        }

        return secrets;
    }

    /// <summary>Returns code with its passwords masked.</summary>
    public string Mask(IScriptExtent extent)
    {
        StringBuilder text = new(extent.Text);
        _sorted ??= [.. _spans.Distinct().OrderBy(span => span.Start)];
        int after = Array.BinarySearch(_sorted, (extent.EndOffset, int.MinValue));
        for (int next = (after < 0 ? ~after : after) - 1; next >= 0 && _sorted[next].End > extent.StartOffset; next--)
        {
            (int start, int end) = _sorted[next];
            int from = Math.Max(start - extent.StartOffset, 0);
            int to = Math.Min(end - extent.StartOffset, extent.Text.Length);
            if (from < to)
            {
                text.Remove(from, to - from).Insert(from, "***");
            }
        }

        return text.ToString();
    }

    private static bool IsNetworkCredential(string type) => type.EndsWith("NetworkCredential", StringComparison.OrdinalIgnoreCase);

    private void FindIn(CommandCall call, ScriptModel script)
    {
        // -Password, and -GuestPassword or -HostPassword of the cmdlets that work in a guest.
        foreach (Argument argument in call.Arguments)
        {
            bool isPassword = argument.Is("Password", 3) || argument.Is("GuestPassword", 6) || argument.Is("HostPassword", 5);
            if (isPassword && argument.Value is not null && !call.Name.Is("Read-Host"))
            {
                Add(script.Literals(argument.Value), call.Ast);
            }
        }

        if (call.Name.Is("ConvertTo-SecureString") && call.Find("AsPlainText", 3) is not null)
        {
            Ast? text = call.Find("String", 3)?.Value ?? call.Positional.FirstOrDefault() ?? call.Upstream.LastOrDefault();
            Add(text is null ? [] : script.Literals(text), call.Ast);
        }

        if (call.Name.Is("New-Object"))
        {
            Ast[] positional = [.. call.Positional];
            Ast? type = call.Find("TypeName", 1)?.Value ?? positional.FirstOrDefault();
            Ast? list = call.Find("ArgumentList", 1)?.Value ?? positional.ElementAtOrDefault(1);
            if (
                type?.Unwrap() is StringConstantExpressionAst name
                && IsNetworkCredential(name.Value)
                && list?.Unwrap() is ArrayLiteralAst { Elements: { Count: >= 2 } elements }
            )
            {
                Add(script.Literals(elements[1]), call.Ast);
            }
        }
    }

    private void Add(IReadOnlyList<StringConstantExpressionAst> literals, Ast use)
    {
        foreach (StringConstantExpressionAst literal in literals)
        {
            (int Start, int End) span = (literal.Extent.StartOffset, literal.Extent.EndOffset);
            int known = _known.TryGetValue(span, out int index) ? index : -1;
            Secret secret = new(
                use.Contains(literal) ? use.Extent : (literal.Statement()?.Extent ?? literal.Extent),
                use,
                IsInAddress: false
            );
            if (known < 0 && !Placeholder.IsMatch(literal.Value))
            {
                _known[span] = _spans.Count;
                _spans.Add(span);
                Found.Add(secret);
            }
            else if (known >= 0 && Found[known].Use.Extent.EndOffset <= span.Start && use.Extent.EndOffset > span.Start)
            {
                // A variable of that name was used before this was in it.
                Found[known] = secret;
            }
        }
    }

    private void FindAddresses(ExpressionAst text)
    {
        foreach (Match match in InAddress.Matches(text.Extent.Text))
        {
            Group secret = match.Groups["secret"];
            // Addresses such as ssh://host:22@... have a port there.
            if (!Placeholder.IsMatch(secret.Value) && !secret.Value.All(char.IsDigit))
            {
                int start = text.Extent.StartOffset + secret.Index;
                _known[(start, start + secret.Length)] = _spans.Count;
                _spans.Add((start, start + secret.Length));
                Found.Add(new(text.Extent, text, IsInAddress: true));
            }
        }
    }
}

/// <summary>Represents a password in a script: the code that contains it and the code that uses it.</summary>
internal sealed record Secret(IScriptExtent Extent, Ast Use, bool IsInAddress);
