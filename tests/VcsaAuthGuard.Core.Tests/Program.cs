using System.Runtime.CompilerServices;

namespace VcsaAuthGuard.Tests;

internal static class Program
{
    public static int Main(string[] arguments) => arguments switch
    {
        [SessionCaller.Command, ..] => SessionCaller.Run(arguments),
        [Alerts.StandInAriaLogs.Command] => RunStandIn(),
        _ => RunTests(arguments),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunStandIn() => Alerts.StandInAriaLogs.RunAsync().GetAwaiter().GetResult();

    // Apart, so that a caller does not load the test runner. It is what xunit itself generates.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunTests(string[] arguments) =>
        arguments.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult()
            : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments).GetAwaiter().GetResult();
}
