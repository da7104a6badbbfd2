namespace VcsaAuthGuard.Cli.Errors;

/// <summary>Holds the exit codes of the process.</summary>
internal static class ExitCode
{
    /// <summary>Everything was read.</summary>
    public const int Success = 0;

    /// <summary>Some input, or a part of one, could not be read; the rest was.</summary>
    public const int InputUnreadable = 1;

    /// <summary>The output could not be written: the disk is full, or its reader has ended.</summary>
    public const int OutputFailed = 1;

    /// <summary>The command line was wrong; nothing was read.</summary>
    public const int WrongUsage = 2;

    /// <summary><c>diagnose --exit-code</c>: Confirmed. The codes from here on are the gravest verdict.</summary>
    public const int Confirmed = 10;

    /// <summary><c>diagnose --exit-code</c>: Likely.</summary>
    public const int Likely = 11;

    /// <summary><c>diagnose --exit-code</c>: OtherCause.</summary>
    public const int OtherCause = 12;

    /// <summary><c>diagnose --exit-code</c>: Unexplained.</summary>
    public const int Unexplained = 13;

    /// <summary><c>diagnose --exit-code</c>: Unknown.</summary>
    public const int Unknown = 14;

    /// <summary>The program failed in a way that it does not expect.</summary>
    public const int Failed = 4;

    /// <summary><c>watch</c>: a second Ctrl+C (SIGINT) ended it.</summary>
    public const int Interrupted = 128 + 2;

    /// <summary><c>watch</c>: a second SIGTERM ended it.</summary>
    public const int Terminated = 128 + 15;

    /// <summary><c>overlap</c>: everything was read, and windows run together.</summary>
    public const int OverlapsFound = 3;
}
