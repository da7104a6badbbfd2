using System.Globalization;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>The oracle's reading of one entry: which fault it is, if any, and the fields of it.</summary>
internal static class NaiveEntry
{
    private static readonly Regex LiteralBreak = new(@"(?:\\n|#012)(?=-->)");

    private static readonly Regex UserSessions =
        new(@"User session count is limited to [0-9]+\. Existing session count is [0-9]+.*\z", RegexOptions.Singleline);

    private static readonly Regex HttpSessions = new(@"^Out of HTTP sessions: Limited to [0-9]+");

    private static readonly Regex Connections =
        new(@"^(?:\[[^\]]*\][ \t]*)*(?<sentence>remote https connections exceed (?:> )?max allowed: [0-9]+.*)\z", RegexOptions.Singleline);

    private static readonly Regex CallError = new(@"^\[VpxLRO\] [ \t]*-- [ \t]*ERROR(?: |\z)");

    private static readonly Regex Form = new(
        @"^(?:SOAP request returned HTTP failure;|\[VpxLRO\] [ \t]*-- [ \t]*(?:BEGIN|FINISH|ERROR)(?: "
            + @"|\z)|VMOMI activation LRO failed;|\[Auth\]: User )"
    );

    private static readonly Regex UserName = new(
        @"(?:^|\n|\\n|#012)[^\n]*?-->[ \t]*Arg userName:[ \t\r]*(?:\n|\\n|#012)(?:[^\n]*?-->)?[ \t]*""(?<user>[^\n]*?)""[ \t\r]*(?=\n|"
            + @"\\n-->|#012-->|\z)"
    );

    private static readonly Regex FaultCause = new(@"^(?<before>.*?)Fault cause: (?<fault>[A-Za-z0-9_.]+)", RegexOptions.Singleline);
    private static readonly Regex ActivationMethod = new(@".*, (?<method>[^,<> \t]+)>, ", RegexOptions.Singleline);
    private static readonly Regex VolumeUuid = new(@"^vim\.Datastore:(?<uuid>(?=.{17})[0-9A-Fa-f]+(?:-[0-9A-Fa-f]+)+)\z");
    private static readonly Regex BlockOpens = new(@"\([^()]*\) \{[ \t]*\z");
    private static readonly Regex Field = new(@"^(?<key>object|privilegeId|msg) *= *(?<value>.*)\z", RegexOptions.Singleline);

    /// <summary>Reads an entry.</summary>
    /// <param name="lines">Its lines as they stand in the log, decoded.</param>
    /// <param name="saysNoOffset">Whether the fault's time had no offset.</param>
    /// <returns>The fault with no source, line and text yet; null when the entry is none.</returns>
    public static AuthFault? Read(string[] lines, out bool saysNoOffset)
    {
        string[] readable = lines.SelectMany((line, index) => LogicalLines(line, index > 0)).ToArray();
        NaiveHeader header = NaiveHeader.Read(readable[0]);
        saysNoOffset = header.SaysNoOffset;

        string? body = BodiesOf(header).FirstOrDefault(HasForm);
        AuthFault? fault = body is null ? null : Match(body, lines);
        if (body is null && UserSessions.Match(readable[0]) is { Success: true } sentence)
        {
            Match user = Regex.Match(Trimmed(sentence.Value), "^.*? for user +(?<user>[^ \",;)}]+)");
            string name = user.Groups["user"].Value.TrimEnd('.', '\\');
            fault = new AuthFault
            {
                Kind = AuthFaultKind.SessionLimit,
                Message = Trimmed(sentence.Value),
                User = name.Length > 0 ? name : null,
            };
        }

        if (fault is null)
        {
            return null;
        }

        fault = fault with
        {
            Time = header.Time,
            Level = header.Level,
            ThreadId = header.ThreadId,
            OpId = header.OpId,
            Server = header.Server,
        };
        return fault.Kind is AuthFaultKind.SessionLimit or AuthFaultKind.ConnectionLimit ? fault : WithBlock(fault, readable);
    }

    /// <summary>The line at its literal breaks; a syslog prefix and the arrow of a continuation are taken off.</summary>
    private static IEnumerable<string> LogicalLines(string line, bool isContinuation)
    {
        // The last line of an entry over 1 MiB may have been cut before its arrow.
        int mark = isContinuation ? Math.Max(NaiveHeader.ContinuationMark(line), 0) : 0;
        string[] pieces = LiteralBreak.Split(line[mark..]);
        return pieces.Skip(1).Select(piece => piece["-->".Length..]).Prepend(pieces[0]);
    }

    /// <summary>With a known header the body; without one every place a form may stand.</summary>
    private static IEnumerable<string> BodiesOf(NaiveHeader header)
    {
        yield return header.Body;
        if (header.Known)
        {
            yield break;
        }

        for (int at = header.Body.IndexOf("] ", StringComparison.Ordinal); at >= 0;
            at = header.Body.IndexOf("] ", at + 1, StringComparison.Ordinal))
        {
            yield return header.Body[(at + 2)..];
        }
    }

    private static bool HasForm(string body) =>
        Form.IsMatch(body) || HttpSessions.IsMatch(body) || Connections.IsMatch(body);

    private static AuthFault? Match(string body, string[] lines)
    {
        if (body.StartsWith("SOAP request returned HTTP failure;", StringComparison.Ordinal))
        {
            return MatchSoap(body);
        }

        if (CallError.IsMatch(body))
        {
            return WithAccount(MatchLro(body), lines);
        }

        if (body.StartsWith("VMOMI activation LRO failed;", StringComparison.Ordinal))
        {
            return WithAccount(MatchActivation(body), lines);
        }

        if (HttpSessions.IsMatch(body))
        {
            return new AuthFault { Kind = AuthFaultKind.SessionLimit, Message = Trimmed(body) };
        }

        Match connections = Connections.Match(body);
        return connections.Success
            ? new AuthFault { Kind = AuthFaultKind.ConnectionLimit, Message = Trimmed(connections.Groups["sentence"].Value) }
            : null;
    }

    private static string Trimmed(string message) => message.TrimEnd(' ', '\t', '\r');

    private static AuthFault? MatchSoap(string body)
    {
        Match code = Regex.Match(body, "code: ([0-9]{3})(?![0-9])");
        int? status = code.Success ? int.Parse(code.Groups[1].Value, CultureInfo.InvariantCulture) : null;
        Match host = Regex.Match(body, "/hgw/(host-[0-9]+)");
        Match method = Regex.Match(body, "method: ([^;]+);");
        var fault = new AuthFault
        {
            HttpStatus = status,
            VMHostId = host.Success ? "HostSystem-" + host.Groups[1].Value : null,
            Method = method.Success ? method.Groups[1].Value : null,
        };
        if (body.Contains("fault: (vim.fault.NotAuthenticated)", StringComparison.Ordinal))
        {
            return fault with { Kind = AuthFaultKind.NotAuthenticated };
        }

        string connection = body.Split("method:")[0];
        bool overGateway = connection.Contains("/hgw/", StringComparison.Ordinal)
            || connection.Contains("envoy-hgw", StringComparison.Ordinal);
        bool failed = Regex.IsMatch(body, @"fault: \((?!null\))[^)]+\)") || status is >= 500 and <= 599;
        Match reason = Regex.Match(body, @"fault: \((?!null\))([^)]+)\)");
        return overGateway && failed
            ? fault with { Kind = AuthFaultKind.GatewayFailure, Reason = reason.Success ? reason.Groups[1].Value : null }
            : null;
    }

    private static AuthFault? MatchLro(string body)
    {
        // The entity and the session ids stand between " -- " and may hold ": " themselves. One source has ": :" in front of the fault.
        string call = body[(body.LastIndexOf(" -- ", StringComparison.Ordinal) + 4)..];
        int colon = call.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0)
        {
            return null;
        }

        string method = call[..colon].Split(' ', '\t')[^1];
        string fault = Regex.Match(call[(colon + 2)..], "^:?([A-Za-z0-9_.]*)").Groups[1].Value;
        return method.Length > 0 ? Refused(fault, method) : null;
    }

    private static AuthFault? MatchActivation(string body)
    {
        Match cause = FaultCause.Match(body);
        Match method = ActivationMethod.Match(cause.Groups["before"].Value);
        return cause.Success
            ? Refused(cause.Groups["fault"].Value, method.Success ? method.Groups["method"].Value : null)
            : null;
    }

    private static AuthFault? Refused(string fault, string? method) =>
        fault switch
        {
            "vim.fault.NotAuthenticated" => new AuthFault { Kind = AuthFaultKind.NotAuthenticated, Method = method },
            "vim.fault.InvalidLogin" => new AuthFault
            {
                Kind = AuthFaultKind.LoginRefused,
                Method = method,
                Reason = fault,
            },
            "vim.fault.NoPermission"
                when Regex.IsMatch(method ?? "", @"^vim\.SessionManager\.(login.*|impersonateUser\z)", RegexOptions.Singleline) =>
                new AuthFault
                {
                    Kind = AuthFaultKind.LoginRefused,
                    Method = method,
                    Reason = fault,
                },
            _ => null,
        };

    /// <summary>A refused login with the account that the call had as its argument.</summary>
    private static AuthFault? WithAccount(AuthFault? fault, string[] lines)
    {
        if (fault?.Kind != AuthFaultKind.LoginRefused)
        {
            return fault;
        }

        Match user = UserName.Match(string.Join('\n', lines));
        return user.Success && user.Groups["user"].Length > 0 ? fault with { User = user.Groups["user"].Value } : fault;
    }

    private static AuthFault WithBlock(AuthFault fault, string[] lines)
    {
        var fields = new Dictionary<string, string?>();
        int depth = 0;
        foreach (string raw in lines)
        {
            string line = raw.TrimStart(' ', '\t').TrimEnd(' ', '\t', '\r');
            if (depth == 0)
            {
                depth = BlockOpens.IsMatch(line) ? 1 : 0;
                continue;
            }

            depth -= line.StartsWith('}') ? 1 : 0;
            if (depth == 0)
            {
                break;
            }

            Match field = Field.Match(line);
            if (depth == 1 && field.Success)
            {
                fields.TryAdd(field.Groups["key"].Value, Unquoted(field.Groups["value"].Value));
            }

            depth += line.EndsWith('{') ? 1 : 0;
        }

        string? named = fields.GetValueOrDefault("object");
        Match uuid = VolumeUuid.Match(named ?? "");
        return fault with
        {
            Object = named,
            PrivilegeId = fields.GetValueOrDefault("privilegeId"),
            Message = fields.GetValueOrDefault("msg"),
            DatastoreUuid = uuid.Success ? uuid.Groups["uuid"].Value : null,
        };
    }

    /// <summary>
    /// Returns the text between the first quote and the last one of its kind; null for <c>&lt;unset&gt;</c> and a truncated value.
    /// </summary>
    private static string? Unquoted(string value)
    {
        if (value.Length < 2 || value[0] is not ('\'' or '"'))
        {
            return null;
        }

        int last = value.LastIndexOf(value[0]);
        return last > 0 ? value[1..last] : null;
    }
}
