using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Finds the logins of a script, and what ends a session of the REST interface.</summary>
internal static class LoginFinder
{
    private static readonly Regex SessionAddress = new(
        @"/(api|rest/com/vmware/cis)/session/?(\?.*)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    private static readonly Regex SessionEnd = new(@"^[^/]*/session/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex SessionBase = new(
        @"/(api|rest/com/vmware/cis)/?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    private static readonly Regex Client = new("VimClient", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Returns the logins, in the order of the script.</summary>
    public static Login[] Find(ScriptModel script) =>
    [
        .. script.Calls.Select(call => FromCommand(call, script))
            .Concat(script.MethodCalls.Select(call => FromMethod(call, script)))
            .OfType<Login>()
            .OrderBy(login => login.Site.Extent.StartOffset),
    ];

    /// <summary>Returns whether a command deletes a session of the REST interface.</summary>
    public static bool DeletesSession(CommandCall call, ScriptModel script) => IsRequest(call, "Delete") && HasSessionAddress(call, script);

    // A command with -Session takes over a session that exists.
    private static Login? FromCommand(CommandCall call, ScriptModel script)
    {
        LoginKind? kind =
            call.Name.Is(CommandNames.Connect) ? LoginKind.VIServer
            : call.Name.Is(CommandNames.ConnectCis) ? LoginKind.CisServer
            : IsRequest(call, "Post") && HasSessionAddress(call, script) ? LoginKind.Rest
            : null;
        bool isOwn = kind is not null
            && !script.Functions.Contains(call.Name)
            && (kind == LoginKind.Rest || call.Find("Session", 2) is null)
            && !call.IsOn("WhatIf", 4)
            && !IsHostLogin(call, script);
        return isOwn ? new(call.Ast, kind!.Value, call, [.. call.Ast.CommandElements.Skip(1), .. call.Upstream]) : null;
    }

    /// <summary>Returns whether a login is one to an ESXi host: accounts of vCenter Server have a domain, and root has none.</summary>
    private static bool IsHostLogin(CommandCall call, ScriptModel script) =>
        call.Find("Username", 2)?.Value is Ast user && script.Texts(user).Any(text => text.Is("root"));

    private static Login? FromMethod(InvokeMemberExpressionAst call, ScriptModel script)
    {
        if (
            call.Member is not StringConstantExpressionAst { Value: { } name }
            || !name.StartsWithAny("Login")
            || call.Expression is not VariableExpressionAst client
            || !script.ValuesOf(client.Name(), call).Any(value => Client.IsMatch(value.Extent.Text))
        )
        {
            return null;
        }

        // The server is given to another method of the same client: $client.Connect($address).
        IEnumerable<Ast> given = script.MethodCalls
            .Where(other =>
                other.Expression is VariableExpressionAst variable
                && variable.Name().Is(client.Name())
                && other.Member is StringConstantExpressionAst { Value: { } method }
                && method.StartsWithAny("Login", "Connect")
            )
            .SelectMany(other => other.Arguments ?? Enumerable.Empty<Ast>());
        return new(call, LoginKind.VimClient, null, [.. given]);
    }

    private static bool IsRequest(CommandCall call, string method) =>
        (call.Name.Is("Invoke-RestMethod") || call.Name.Is("Invoke-WebRequest"))
        && call.Arguments.Any(argument =>
            (argument.Is("Method", 3) || argument.Is("CustomMethod", 2))
            && argument.Value is not null
            && argument.Value.Unwrap() is var value
            && (value is StringConstantExpressionAst text ? text.Value : value.Extent.Text.Split(':').Last()).Trim('\'', '"').Is(method)
        );

    private static bool HasSessionAddress(CommandCall call, ScriptModel script)
    {
        Ast? address = call.Arguments.FirstOrDefault(argument => argument.Is("Uri", 1))?.Value ?? call.Positional.FirstOrDefault();
        if (address is null)
        {
            return false;
        }

        string[] texts = [.. script.Texts(address)];
        return Array.Exists(texts, SessionAddress.IsMatch)
            || (Array.Exists(texts, SessionEnd.IsMatch) && Array.Exists(texts, SessionBase.IsMatch));
    }
}
