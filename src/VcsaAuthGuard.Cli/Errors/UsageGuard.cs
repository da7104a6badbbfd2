using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Cli.Errors;

/// <summary>Runs commands whose options can be invalid, and reports what is wrong with them.</summary>
internal static class UsageGuard
{
    /// <summary>Runs a command. Returns its exit code.</summary>
    public static int Run(Func<int> command) => Run(command, out _);

    /// <summary>Runs a command. Returns its exit code.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isRun">Whether it ran to its end.</param>
    public static int Run(Func<int> command, out bool isRun)
    {
        isRun = false;
        try
        {
            int code = command();
            isRun = true;
            return code;
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(TerminalText.OneLine(e.Message));
            Console.Error.WriteLine("Try 'vcsa-authguard --help'.");
            return ExitCode.WrongUsage;
        }
        catch (PlatformException e)
        {
            Console.Error.WriteLine(TerminalText.OneLine(CliAdvice.InOptions($"{e.Message} {e.Remedy}")));
            return ExitCode.InputUnreadable;
        }
        catch (SessionStoreException e)
        {
            Console.Error.WriteLine(TerminalText.OneLine($"{e.Message} {e.Remedy}"));
            return ExitCode.InputUnreadable;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }
}
