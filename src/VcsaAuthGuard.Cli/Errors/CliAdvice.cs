using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Errors;

/// <summary>Writes messages of the engine, which name the parameters of the cmdlets, with the options of this program.</summary>
internal static class CliAdvice
{
    private static readonly (string Parameter, string Option)[] Options =
    [
        ("-SkipCertificateCheck", "--skip-certificate-check"),
        ("-Thumbprint", "--thumbprint"),
        ("-Credential", "--user"),
        ("-HostKeyFingerprint", "--host-key"),
        ("-KnownHosts", "--known-hosts"),
        ("-KeyFile", "--key-file"),
        ("-UserName", "--ssh-user"),
        ("-Transport SshNet", "--transport rest"),
        ("-TimeoutSeconds", "--timeout"),
        ("-TimeoutSec", "--timeout"),
        ("-PageSize", "--page-size"),
        ("-After", "--after"),
        ("-Before", "--before"),
        ("-Server", "--server"),
        ("-Token", "--token-file"),
        ("-Provider", "--provider"),
        ("-Index", "--index"),
        ("-HostField", "--host-field"),
        ("-TextField", "--text-field"),
        ("-Force", "--force"),
        ("-Peak", "--peak"),
    ];

    /// <summary>Returns a message with the options in the place of the parameters.</summary>
    public static string InOptions(string? text) =>
        Options.Aggregate(text ?? "", (shown, option) => shown.Replace(option.Parameter, option.Option, StringComparison.Ordinal));

    /// <summary>Writes a failure of a server to standard error.</summary>
    public static void Report(string server, string message, string? advice = null) =>
        Console.Error.WriteLine(TerminalText.OneLine(InOptions($"{server}: {message} {advice}".TrimEnd())));
}
