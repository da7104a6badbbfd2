using System.CommandLine;
using System.Text;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Learning;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Inputs;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard windows FILE...</c>.</summary>
internal static class WindowsCommand
{
    public static Command Create()
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "Schedules and past runs: crontabs, iCalendar files, systemd timers, tasks of Windows (schtasks /xml ONE, "
                + "/v /fo csv or /v /fo list), jobs and policies of backup products, job reports, windows. - for standard input.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        files.Validators.Add(Arguments.RefuseOptions);
        Option<string[]> logs = new("--logs")
        {
            Description = "Logs of a week or more, from which the windows of the clients are learned.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> timeZone = Arguments.TimeZone(
            "Time zone of the starts, required where the schedule has none", isUtcDefault: false);
        Option<TimeSpan?> duration = Arguments.Duration(
            "--duration",
            "Duration of a run, where the schedule has none, such as 30m.",
            TimeSpan.FromMinutes(1),
            BackupWindow.MaxDuration);
        Option<WindowRole?> role = Arguments.OneOf<WindowRole>("--role", "Role of all windows: Backup, Automation or Maintenance.");
        Option<string[]> server = new("--server") { Description = "The vCenter Server that the windows run against." };
        Option<string?> dateFormat = new("--date-format")
        {
            Description = "Order of dates such as 02/11/2026: dd/MM/yyyy or MM/dd/yyyy.",
        };
        dateFormat.AcceptOnlyFromAmong("dd/MM/yyyy", "MM/dd/yyyy");
        Command command = new("windows", "Converts schedules to windows, as the CSV that overlap, plan and diagnose read.")
        {
            files, logs, timeZone, duration, role, server, dateFormat,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(files) is null or [] && parsed.GetValue(logs) is null or [])
            {
                Console.Error.WriteLine("Give files of schedules, or --logs.");
                return ExitCode.WrongUsage;
            }

            WindowTemplate template = new()
            {
                TimeZone = parsed.GetValue(timeZone),
                Duration = parsed.GetValue(duration),
                Role = parsed.GetValue(role),
                Server = parsed.GetValue(server) ?? [],
            };
            ReportDateOrder? order = BackupJobReportOptions.OrderFromFormat(parsed.GetValue(dateFormat));
            return Run(parsed.GetValue(files) ?? [], parsed.GetValue(logs) ?? [], template, order);
        });
        return command;
    }

    private static int Run(string[] files, string[] logs, WindowTemplate template, ReportDateOrder? order)
    {
        int wrong = 0;
        void Report(InputProblem problem)
        {
            Console.Error.WriteLine(TerminalText.OneLine(problem.ToString()));
            wrong += problem.Kind == InputProblemKind.Ignored ? 0 : 1;
        }

        RunHistory history = new();
        ScheduleFile reader = new(template, history, Report, order);
        List<BackupWindow> windows =
        [
            .. files.Distinct().SelectMany(file => file == "-" ? reader.ReadText(Console.In.ReadToEnd(), "-") : reader.Read(file)),
        ];
        windows.AddRange(history.ToWindows(template, "past runs", Report));
        LogReadReport log = LogPaths.NewReport();
        if (logs.Length > 0)
        {
            ApiLoadReader load = new(LoadRules.Default, log);
            windows.AddRange(LearnedWindows.From(load.Read(LogPaths.ToInputs(logs, log, LogKinds.All)), template, Report));
        }

        try
        {
            using Stream output = StandardOutput.Open();
            using StreamWriter text = new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            WindowCsv.Write(text, windows);
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"The output could not be written: {e.Message}");
            return ExitCode.OutputFailed;
        }

        Console.Error.WriteLine($"{Phrases.Count(windows.Count, "window")}.");
        return wrong + log.Problems > 0 ? ExitCode.InputUnreadable : ExitCode.Success;
    }
}
