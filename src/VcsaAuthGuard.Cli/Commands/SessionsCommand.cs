using System.CommandLine;
using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.Termination;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard sessions SERVER...</c>.</summary>
internal static class SessionsCommand
{
    private const int DefaultMaxCount = 100;

    public static Command Create()
    {
        ServerArguments servers = new();
        OutputArguments output = new();
        Option<string[]> user = Pattern("--session-user", "users");
        Option<string[]> address = Pattern("--address", "client addresses");
        Option<string[]> agent = Pattern("--agent", "programs, by their user agent");
        Option<TimeSpan?> idle = Arguments.Duration("--idle-over", "Only sessions that have been idle for longer, such as 30m.");
        Option<bool> summary = new("--summary") { Description = "Counts the sessions by client, and against the limit of the server." };
        Option<bool> end = new("--end") { Description = "Ends the chosen sessions; never those of vCenter Server's own services." };
        Option<int?> maxCount = Arguments.IntegerInRange(
            "--max-count", 1, int.MaxValue, "Largest number of sessions that --end ends; if more are chosen, it ends none. Default: 100.");
        ConfirmArguments confirm = new();
        Command command = new("sessions", "Lists the sessions of vCenter Server, counts them by client, or ends some.");
        servers.AddTo(command);
        command.Add(SettingsArguments.Config("Settings file (YAML) with servers and their account, where they are not given."));
        foreach (Option option in (Option[])[user, address, agent, idle, summary, end, maxCount])
        {
            command.Add(option);
        }

        confirm.AddTo(command);
        output.AddTo(command);
        command.Validators.Add(result =>
        {
            bool isFiltered = new Option[] { user, address, agent, idle }.Any(option => result.GetResult(option) is not null);
            if (result.GetValue(end) && (!isFiltered || result.GetValue(summary)))
            {
                result.AddError("--end needs --session-user, --address, --agent or --idle-over, and does not go with --summary.");
            }
        });
        command.SetAction(parsed => UsageGuard.Run(() =>
        {
            Predicate<VCenterSession> isWanted = session =>
                IsMatch(parsed.GetValue(user), session.UserName)
                && IsMatch(parsed.GetValue(address), session.IpAddress)
                && IsMatch(parsed.GetValue(agent), session.UserAgent)
                && (parsed.GetValue(idle) is not TimeSpan least || session.Idle > least);
            IReadOnlyList<SessionAccess> accesses = servers.Read(parsed);
            return parsed.GetValue(end) ? End(accesses, isWanted, parsed.GetValue(maxCount) ?? DefaultMaxCount, confirm.Read(parsed))
                : parsed.GetValue(summary) ? Summarize(accesses, isWanted, output.Read(parsed))
                : List(accesses, isWanted, output.Read(parsed));
        }));
        return command;
    }

    private static Option<string[]> Pattern(string name, string what) =>
        new(name) { Description = $"Only sessions of these {what}; * and ? are wildcards. Can be repeated." };

    /// <summary>
    /// Returns whether a value matches one of the patterns. A backslash in a pattern separates domain and user; it does not escape.
    /// </summary>
    private static bool IsMatch(string[]? patterns, string? value) =>
        patterns is null or []
        || (
            value is not null
            && patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(
                pattern.Replace(@"\", @"\\", StringComparison.Ordinal), value, ignoreCase: true))
        );

    private static List<(string Server, SessionListing Listing)> Read(
        IReadOnlyList<SessionAccess> accesses,
        bool isLimitWanted,
        out int failures
    )
    {
        using CommandStop stop = new();
        List<(string Server, SessionListing Listing)> read = ServerArguments.ReadEach(accesses, ReadAsync, stop.Token, out failures);
        read.ForEach(item => ServerArguments.ReportLogout(item.Server, item.Listing.LogoutFailure));
        return read;

        async Task<(string Server, SessionListing Listing)> ReadAsync(SessionAccess access, CancellationToken token) =>
            (access.Options.Address.Host, await SessionReader.ReadAsync(access, isLimitWanted, token).ConfigureAwait(false));
    }

    private static int List(IReadOnlyList<SessionAccess> accesses, Predicate<VCenterSession> isWanted, OutputFormat format)
    {
        List<(string Server, SessionListing Listing)> read = Read(accesses, isLimitWanted: false, out int failures);
        VCenterSession[] sessions = [.. read.SelectMany(item => item.Listing.Sessions).Where(session => isWanted(session))];
        bool isWritten = RowWriters.TryWrite(sessions, stream => RowWriters.Create(
            stream,
            format,
            CliJson.Default.VCenterSession,
            session => Ascii.IsValid(session.UserName + session.IpAddress + session.UserAgent + session.Key + session.Server),
            new("USER", 26, session => session.UserName),
            new("ADDRESS", 15, session => session.IpAddress ?? "-"),
            new("IDLE", 11, session => Cells.Span(session.Idle), IsNumber: true),
            new("CALLS", 7, session => session.CallCount?.ToString(CultureInfo.InvariantCulture) ?? "-", IsNumber: true),
            new("AGENT", 0, session => session.UserAgent ?? "-")));
        int total = read.Sum(item => item.Listing.Sessions.Count);
        Console.Error.WriteLine($"{Phrases.Count(sessions.Length, "session")} of {total} on {Phrases.Count(read.Count, "server")}.");
        return !isWritten ? ExitCode.OutputFailed : failures > 0 ? ExitCode.InputUnreadable : ExitCode.Success;
    }

    private static int Summarize(IReadOnlyList<SessionAccess> accesses, Predicate<VCenterSession> isWanted, OutputFormat format)
    {
        SessionSummary[] summaries =
        [
            .. Read(accesses, isLimitWanted: true, out int failures).Select(item => SessionSummary.Create(
                item.Listing.Sessions, item.Listing.About, item.Server, item.Listing.Limit!, isWanted)),
        ];
        bool isWritten = format == OutputFormat.Json
            ? RowWriters.TryWrite(
                summaries,
                stream => new JsonRowWriter<SessionSummary>(stream, CliJson.Default.SessionSummary, _ => false))
            : RowWriters.TryWrite(
                summaries.SelectMany(summary => summary.Clients.Select(client => (summary.Server, Client: client))),
                stream => format == OutputFormat.Csv
                    ? new CsvRowWriter<(string?, SessionClient)>(stream, ClientColumns)
                    : new TableRowWriter<(string?, SessionClient)>(stream, ClientColumns));
        foreach (SessionSummary summary in summaries)
        {
            Console.Error.WriteLine(TerminalText.OneLine($"{summary}. {summary.LimitSource}"));
        }

        return !isWritten ? ExitCode.OutputFailed : failures > 0 ? ExitCode.InputUnreadable : ExitCode.Success;
    }

    private static TableColumn<(string? Server, SessionClient Client)>[] ClientColumns { get; } =
    [
        new("SESSIONS", 8, row => row.Client.Sessions.ToString(CultureInfo.InvariantCulture), IsNumber: true),
        new("SHARE", 5, row => row.Client.Share.ToString("P0", CultureInfo.InvariantCulture), IsNumber: true),
        new("USER", 26, row => row.Client.UserName),
        new("ADDRESS", 15, row => row.Client.IpAddress ?? "-"),
        new("IDLE", 11, row => Cells.Span(row.Client.LongestIdle), IsNumber: true),
        new("AGENT", 0, row => row.Client.UserAgent ?? "-"),
    ];

    private static int End(IReadOnlyList<SessionAccess> accesses, Predicate<VCenterSession> isWanted, int maxCount, Confirmation confirm)
    {
        using CommandStop stop = new();
        List<(SessionAccess Access, ClientSession Session, TerminationRun Run)> runs = [];
        int failures = 0;
        try
        {
            TerminationFilter filter = new() { Condition = isWanted };
            runs = ServerArguments.ReadEach(accesses, (access, token) => OpenAsync(access, filter, token), stop.Token, out failures);
            int count = runs.Sum(run => run.Run.ToEnd.Count);
            if (count > maxCount)
            {
                Console.Error.WriteLine(
                    $"{Phrases.Count(count, "session")} would be ended, more than the {maxCount} of --max-count. None was ended.");
                return ExitCode.WrongUsage;
            }

            foreach (VCenterSession session in runs.SelectMany(run => run.Run.ToEnd))
            {
                string idle = Cells.Span(session.Idle);
                Console.Out.WriteLine(TerminalText.OneLine($"{session}, {session.UserAgent}, idle {idle}, key {session.Key}"));
            }

            bool mayEnd = count > 0 && confirm.Ask($"End {Phrases.Count(count, "session")}?");
            failures += mayEnd ? runs.Count(run => !TryEnd(run.Access, run.Run, stop.Token)) : 0;
            foreach ((_, _, TerminationRun run) in runs)
            {
                TerminationSummary summary = run.Summarize();
                failures += summary.Failed;
                Console.Error.WriteLine(TerminalText.OneLine(summary.ToString()));
            }
        }
        finally
        {
            foreach ((SessionAccess access, ClientSession session, _) in runs)
            {
                ServerArguments.ReportLogout(access.Options.Address.Authority, session.CloseAsync().GetAwaiter().GetResult());
                session.Dispose();
            }
        }

        return failures > 0 ? ExitCode.InputUnreadable : ExitCode.Success;
    }

    private static async Task<(SessionAccess Access, ClientSession Session, TerminationRun Run)> OpenAsync(
        SessionAccess access,
        TerminationFilter filter,
        CancellationToken token
    )
    {
        ClientSession session = await access.OpenAsync(token).ConfigureAwait(false);
        try
        {
            SessionListing listing = await session.Client.ReadSessionsAsync(token).ConfigureAwait(false);
            return (access, session, new(session.Client, access.Options.Address.Host, listing, filter));
        }
        catch
        {
            await session.CloseAsync(token).ConfigureAwait(false);
            session.Dispose();
            throw;
        }
    }

    private static bool TryEnd(SessionAccess access, TerminationRun run, CancellationToken token)
    {
        try
        {
            foreach (VCenterSession session in run.ToEnd)
            {
                SessionTermination result = run.EndAsync(session, token).GetAwaiter().GetResult();
                if (result.Outcome == TerminationOutcome.Failed)
                {
                    Console.Error.WriteLine(TerminalText.OneLine(result.ToString()));
                }
            }

            return true;
        }
        catch (ServerException e)
        {
            ServerArguments.Report(access.Options.Address.Authority, e);
            return false;
        }
    }
}
