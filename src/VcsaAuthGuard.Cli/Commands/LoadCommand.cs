using System.CommandLine;
using System.Globalization;
using System.Text;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Inputs;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard load PATH...</c>.</summary>
internal static class LoadCommand
{
    private static readonly TableColumn<ApiClientLoad>[] Columns =
    [
        new("USER", 29, User, IsKey: true),
        new("LOGINS", 7, load => Count(load.Logins), IsNumber: true),
        new("REFUSED", 7, load => Count(load.RefusedLogins), IsNumber: true),
        new("PATTERN", 12, load => load.Pattern.ToString(), IsKey: true),
        new("CLIENT", 0, Client),
    ];

    private static readonly TableColumn<ApiClientLoad>[] AllColumns =
    [
        new("USER", 29, User, IsKey: true),
        new("ADDRESS", 15, load => load.Address ?? "-", IsKey: true),
        new("LOGINS", 7, load => Count(load.Logins), IsNumber: true),
        new("REFUSED", 7, load => Count(load.RefusedLogins), IsNumber: true),
        new("UNCLOSED", 8, load => Count(load.Unclosed), IsNumber: true),
        new("PEAK", 5, load => Count(load.PeakSessions), IsNumber: true),
        new("CALLS", 8, load => Count(load.Calls), IsNumber: true),
        new("/MIN", 5, load => Count(load.PeakLoginsPerMinute), IsNumber: true),
        new("AT", 17, load => load.PeakLoginsTime is DateTimeOffset time ? Cells.Minute(time) : "-"),
        new("SHARE", 5, load => load.Share.ToString("P0", CultureInfo.InvariantCulture), IsNumber: true),
        new("PATTERN", 12, load => load.Pattern.ToString(), IsKey: true),
        new("AGENT", 0, load => string.Join(", ", ((string?[])[load.UserAgent ?? "-", Source(load)]).Where(part => part is not null))),
    ];

    public static Command Create()
    {
        Argument<string[]> paths = LogPaths.Create("vpxd's, its profiler's, Envoy's and events' logs", isOptional: true);
        LiveArguments live = new(LiveArguments.ServerDescription) { Platform = new() };
        Option<int> calls = Number(
            "--max-calls-per-item",
            "Maximum number of calls of a session that counts as opened for a single item",
            LoadRules.Default.MaxCallsPerItem
        );
        Option<int> logins = Number("--min-logins", "Minimum number of logins for a pattern", LoadRules.Default.MinLogins);
        Option<double> leak = new("--leak-ratio")
        {
            Description = "Number of logins per logout above which a client counts as leaking sessions.",
            DefaultValueFactory = _ => LoadRules.Default.LeakRatio,
        };
        leak.Validators.Add(result =>
            Require(
                result,
                double.TryParse(Given(result), CultureInfo.InvariantCulture, out double given) && given < 1,
                "--leak-ratio: use a number of at least 1."
            )
        );
        Option<TimeSpan?> idle = Arguments.Duration(
            "--idle-timeout",
            "Duration without a call after which a session is over, such as 30m, which is the default.",
            TimeSpan.FromMinutes(1),
            TimeSpan.FromDays(1));
        (Option<TimeInput?> after, Option<TimeInput?> before) = Arguments.Range("entries and events");
        Option<string?> timeZone = Arguments.TimeZone();
        OutputArguments output = new(hasWide: true);
        Command command = new("load", "Lists the API load per client: logins, sessions and calls.")
        {
            paths,
            calls,
            logins,
            leak,
            idle,
            after,
            before,
            timeZone,
        };
        live.AddTo(command);
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            LoadRules rules = new()
            {
                MaxCallsPerItem = parsed.GetValue(calls),
                MinLogins = parsed.GetValue(logins),
                LeakRatio = parsed.GetValue(leak),
                IdleTimeout = parsed.GetValue(idle) ?? LoadRules.Default.IdleTimeout,
            };
            string? zone = parsed.GetValue(timeZone);
            TimeRange range = new(parsed.GetValue(after)?.Resolve(zone), parsed.GetValue(before)?.Resolve(zone));
            return UsageGuard.Run(() =>
            {
                using PlatformLogs? platform = live.OpenPlatform(parsed, paths, range);
                LiveServerSet? servers = live.Read(parsed, paths);
                return Run(parsed.GetValue(paths)!, servers, platform, rules, range, Arguments.ToZone(zone), output.Read(parsed));
            });
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int value)
    {
        Option<int> option = new(name) { Description = description + ".", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
            Require(
                result,
                int.TryParse(Given(result), CultureInfo.InvariantCulture, out int given) && given < 1,
                $"{name}: use a number greater than zero."));
        return option;
    }

    private static string? Given(System.CommandLine.Parsing.OptionResult result) =>
        result.Tokens.Count == 1 ? result.Tokens[0].Value : null;

    private static void Require(System.CommandLine.Parsing.OptionResult result, bool isWrong, string message)
    {
        if (isWrong)
        {
            result.AddError(message);
        }
    }

    private static int Run(
        IReadOnlyList<string> paths,
        LiveServerSet? servers,
        PlatformLogs? platform,
        LoadRules rules,
        TimeRange range,
        Func<DateTimeOffset, DateTimeOffset>? toZone,
        OutputFormat format)
    {
        LogReadReport report = LogPaths.NewReport();
        ApiLoadReader reader = new(rules, report) { Range = platform is null ? range : default };
        using CommandStop? stop = platform is null ? null : new();
        long count = 0;
        bool isWritten = RowWriters.TryWrite<ApiClientLoad>(output => CreateWriter(output, format), writer =>
        {
            void WriteAll(IEnumerable<ApiClientLoad> clients)
            {
                foreach (ApiClientLoad client in clients)
                {
                    writer.Write(toZone is null ? client : client.WithTimes(toZone));
                    count++;
                }
            }

            servers?.Read(range, (live, post, token) =>
            {
                ApiClientLoad[] clients = [.. live.ReadLoad(rules, range, token)];
                post(() => WriteAll(clients));
            });
            WriteAll(
                platform is not null ? reader.Read(platform, stop!.Token)
                : servers is null ? reader.Read(LogPaths.ToInputs(paths, report, LogKinds.All))
                : []);
        });
        if (!isWritten)
        {
            return ExitCode.OutputFailed;
        }

        ReadSummary summary = new(Console.Error, report, toZone);
        if (servers is null)
        {
            summary.Write(count, "client");
        }

        summary.Write(reader.ClientsFolded, "client", "put together as (others): "
            + "more than can be kept, these with the fewest refused logins.");
        summary.Write(reader.SessionsEndedEarly, "session", "counted as ended early: too many were open at the same time.");
        return servers is not null ? servers.Code : report.Problems > 0 ? ExitCode.InputUnreadable : ExitCode.Success;
    }

    private static IRowWriter<ApiClientLoad> CreateWriter(Stream output, OutputFormat format) => RowWriters.Create(
        output,
        format,
        CliJson.Default.ApiClientLoad,
        load => Ascii.IsValid(load.User + load.Address + load.UserAgent + load.Source),
        format == OutputFormat.Table ? Columns : AllColumns);

    private static string User(ApiClientLoad load) => load.User ?? (load.Address is null ? "(not attributed)" : "-");

    private static string Client(ApiClientLoad load) => string.Join(
        ", ",
        ((string?[])[load.Address, load.UserAgent, PeakAlone(load), Source(load)]).Where(part => part is not null));

    /// <summary>Returns the number of sessions where it is the only figure that the logs have of a client.</summary>
    private static string? PeakAlone(ApiClientLoad load) =>
        load.PeakSessions > 0 && load.Logins + load.RefusedLogins + load.Calls == 0 ? $"{Count(load.PeakSessions)} sessions" : null;

    /// <summary>Returns the vCenter Server where there are several.</summary>
    private static string? Source(ApiClientLoad load) => load.Source is string source ? Path.GetFileName(source) : null;

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);
}
