using System.Globalization;
using System.Runtime.CompilerServices;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Tests.VSphere;

namespace VcsaAuthGuard.Tests;

internal static class Program
{
    public static int Main(string[] arguments) =>
        arguments switch
        {
            [SessionCaller.Command, ..] => SessionCaller.Run(arguments),
            [Alerts.StandInAriaLogs.Command or LogPlatforms.StandInLoki.Command or LogPlatforms.StandInOpenSearch.Command] => RunStandIn(
                arguments[0]
            ),
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
