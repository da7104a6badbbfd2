using System.Runtime.CompilerServices;

namespace VcsaAuthGuard.Tests;

internal static class Program
{
    public static int Main(string[] arguments) => arguments switch
    {
        [SessionCaller.Command, ..] => SessionCaller.Run(arguments),
        [Alerts.StandInAriaLogs.Command or Platforms.StandInLoki.Command or Platforms.StandInOpenSearch.Command] => RunStandIn(arguments[0]),
        _ => RunTests(arguments),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunStandIn(string command)
    {
        Platforms.StandInPlatform platform = command switch
        {
            Platforms.StandInLoki.Command => new Platforms.StandInLoki(),
            Platforms.StandInOpenSearch.Command => new Platforms.StandInOpenSearch(),
            _ => new Alerts.StandInAriaLogs(),
        };
        return platform.RunAsync().GetAwaiter().GetResult();
    }

    // Apart, so that a caller does not load the test runner. It is what xunit itself generates.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunTests(string[] arguments) =>
        arguments.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult()
            : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments).GetAwaiter().GetResult();
}
