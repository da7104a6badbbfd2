using System.CommandLine;
using System.Globalization;
using System.Text;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fleets;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard fleet --platform PLATFORM --uri NAME --after TIME</c>.</summary>
internal static class FleetCommand
{
    private static readonly TableColumn<FleetServer>[] Columns =
    [
        new("SERVER", 26, row => row.Server ?? "(no host)", IsKey: true),
        new("EVENTS", 8, row => Count(row.Events), IsNumber: true),
        new("BUSY SPANS", 10, row => Count(row.BusySpans), IsNumber: true),
        new("PEAK", 6, row => Count(row.PeakCount), IsNumber: true),
        new("LIMITS", 6, row => Count(row.Limits), IsNumber: true),
        new("LAST EVENT", 0, row => row.LastEvent is DateTimeOffset time ? Cells.Minute(time) : "-"),
    ];

    private static readonly TableColumn<FleetServer>[] AllColumns =
    [
        new("SERVER", 26, row => row.Server ?? "(no host)", IsKey: true),
        new("EVENTS", 8, row => Count(row.Events), IsNumber: true),
        new("BUSY SPANS", 10, row => Count(row.BusySpans), IsNumber: true),
        new("PEAK", 6, row => Count(row.PeakCount), IsNumber: true),
        new("PEAK START", 17, row => row.PeakStart is DateTimeOffset time ? Cells.Minute(time) : "-"),
        new("LIMITS", 6, row => Count(row.Limits), IsNumber: true),
        new("LOGINS REFUSED", 14, row => Count(row.RefusedLogins), IsNumber: true),
        new("LAST EVENT", 0, row => row.LastEvent is DateTimeOffset time ? Cells.Minute(time) : "-"),
    ];

    public static Command Create()
    {
        LiveArguments live = new("Restricts the look to this vCenter Server, as the platform names it. Can be repeated.")
        {
            Platform = new(),
            IsPlatformOnly = true,
        };
        Option<int?> threshold = Arguments.IntegerInRange(
            "--threshold",
            0,
            int.MaxValue,
            "Number of events within a span of time that must be exceeded for a busy span. Default: 10.");
        Option<TimeSpan?> period = Arguments.Duration(
            "--period", "Length of the spans of time, such as 5m, which is the default.", TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        (Option<TimeInput?> after, Option<TimeInput?> before) = Arguments.Range("events");
        Option<string?> timeZone = Arguments.TimeZone();
        OutputArguments output = new("Prints one JSON object per line, one for each vCenter.", hasWide: true);
        Command command = new("fleet", "Lets a log platform count the events of refused calls of all vCenters; worst first.")
        {
            threshold, period, after, before, timeZone,
        };
        live.AddTo(command);
        output.AddTo(command);
        command.SetAction(parsed => UsageGuard.Run(() =>
        {
            string? zone = parsed.GetValue(timeZone);
            TimeRange range = new(parsed.GetValue(after)?.Resolve(zone), parsed.GetValue(before)?.Resolve(zone));
            using PlatformLogs platform = live.OpenPlatform(parsed, null, range)!;
            BurstRule rule = new()
            {
                Threshold = parsed.GetValue(threshold) ?? BurstRule.Default.Threshold,
                Period = parsed.GetValue(period) ?? BurstRule.Default.Period,
            };
            return Run(new FleetReader(platform, rule), Arguments.ToZone(zone), output.Read(parsed));
        }));
        return command;
    }

    private static int Run(FleetReader reader, Func<DateTimeOffset, DateTimeOffset>? toZone, OutputFormat format)
    {
        using CommandStop stop = new();
        FleetServer[] rows = [.. reader.Read(stop.Token).Select(row => toZone is null ? row : row.WithTimes(toZone))];
        bool isWritten = RowWriters.TryWrite(rows, stream => RowWriters.Create(
            stream,
            format,
            CliJson.Default.FleetServer,
            row => Ascii.IsValid(row.Server + row.Source),
            format == OutputFormat.Table ? Columns : AllColumns));
        if (isWritten)
        {
            long events = rows.Sum(row => row.Events);
            Console.Error.WriteLine(
                FormattableString.Invariant($"{rows.Length:N0} vCenter{(rows.Length == 1 ? "" : "s")}, ")
                + FormattableString.Invariant($"{events:N0} event{(events == 1 ? "" : "s")} of refused calls."));
        }

        return isWritten ? ExitCode.Success : ExitCode.OutputFailed;
    }

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);
}
