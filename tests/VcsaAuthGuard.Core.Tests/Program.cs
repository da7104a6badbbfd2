using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Tests.VSphere;

namespace VcsaAuthGuard.Tests;

internal static class Program
{
    public static int Main(string[] arguments) =>
        arguments switch
        {
            [SessionCaller.Command, ..] => SessionCaller.Run(arguments),
            [
                Alerts.StandInAriaLogs.Command
                    or LogPlatforms.StandInLoki.Command
                    or LogPlatforms.StandInOpenSearch.Command
                    or LogPlatforms.StandInSplunk.Command
                    or LogPlatforms.StandInVictoriaLogs.Command
            ] => RunStandIn(arguments[0]),
            ["--incidents", string folder, string kind, string first, string last] => WriteIncidents(folder, kind, first, last),
            ["--incident", string folder, string kind, string seed] => WriteIncident(folder, kind, seed),
            _ => RunTests(arguments),
        };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunStandIn(string command)
    {
        LogPlatforms.StandInPlatform platform = command switch
        {
            LogPlatforms.StandInLoki.Command => new LogPlatforms.StandInLoki(),
            LogPlatforms.StandInOpenSearch.Command => new LogPlatforms.StandInOpenSearch(),
            LogPlatforms.StandInSplunk.Command => new LogPlatforms.StandInSplunk(),
            LogPlatforms.StandInVictoriaLogs.Command => new LogPlatforms.StandInVictoriaLogs(),
            _ => new Alerts.StandInAriaLogs(),
        };
        return platform.RunAsync().GetAwaiter().GetResult();
    }

    /// <summary>Writes a synthetic incident, for what runs in PowerShell; prints its logs, then the file of its windows and that of its
    /// job runs, or empty lines.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WriteIncident(string folder, string kind, string seed)
    {
        Incident incident = IncidentGenerator.Write(folder, Enum.Parse<IncidentKind>(kind), int.Parse(seed, CultureInfo.InvariantCulture));
        Console.WriteLine(string.Join('|', incident.LogPaths));
        Console.WriteLine(incident.WindowsFile);
        Console.WriteLine(incident.JobRunsFile);
        return 0;
    }

    /// <summary>
    /// Writes the synthetic incidents of a kind with the seeds from the first to the last, each into a folder of its own, with the answer
    /// in a JSON file beside it: for trying the command line on them by hand.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WriteIncidents(string folder, string kind, string first, string last)
    {
        JsonSerializerOptions options = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };
        int to = int.Parse(last, CultureInfo.InvariantCulture);
        for (int seed = int.Parse(first, CultureInfo.InvariantCulture); seed <= to; seed++)
        {
            string at = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{kind}-{seed}"));
            Incident incident = IncidentGenerator.Write(at, Enum.Parse<IncidentKind>(kind), seed);
            File.WriteAllText(at + ".truth.json", JsonSerializer.Serialize(incident, options));
            Console.WriteLine($"{string.Join(' ', incident.LogPaths)}: {incident.Note}");
        }

        return 0;
    }

    // Apart, so that a caller does not load the test runner. It is what xunit itself generates.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunTests(string[] arguments) =>
        arguments.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? Xunit
                .MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(
                    arguments,
                    SelfRegisteredExtensions.AddSelfRegisteredExtensions
                )
                .GetAwaiter()
                .GetResult()
            : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments).GetAwaiter().GetResult();
}
