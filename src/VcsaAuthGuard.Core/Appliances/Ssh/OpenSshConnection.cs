using System.ComponentModel;
using System.Globalization;

namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>
/// Connects by the <c>ssh</c> program with its agent, configuration, jump hosts and hardware keys; one connection for each command.
/// </summary>
internal sealed class OpenSshConnection(SshTarget target) : ISshConnection
{
    /// <summary>The exit code of ssh itself when it fails; a command can end with it as well.</summary>
    private const int SshFailed = 255;

    private const int MaxErrorLines = 20;
    private const int MaxErrorLength = 1000;

    private string? _pinFile;
    private string? _hostName;
    private string? _user = target.User;
    private int _port;

    public SshTarget Target { get; } = target;

    public async Task RunAsync(string text, Action<SshStream, string> onLine, CancellationToken cancellation)
    {
        if (Target.KeyFile is string file)
        {
            SshTarget.ThrowIfKeyFileMissing(file);
        }

        if (_user is null)
        {
            // An appliance's account is root, unless the configuration names one.
            await ResolveAsync(cancellation).ConfigureAwait(false);
            _user = _user is null || _user == Environment.UserName ? "root" : _user;
        }

        if (Target.HostKey is not null && _pinFile is null)
        {
            _pinFile = await PinAsync(Target.HostKey, cancellation).ConfigureAwait(false);
        }

        List<string> errors = [];
        int exitCode = await SshAsync(
            "ssh",
            [.. Arguments(), "--", Target.Host, text],
            (stream, line) =>
            {
                if (stream == SshStream.Error && errors.Count < MaxErrorLines)
                {
                    errors.Add(line.Length > MaxErrorLength ? line.Substring(0, MaxErrorLength) : line);
                }

                onLine(stream, line);
            },
            cancellation).ConfigureAwait(false);
        if (exitCode == SshFailed)
        {
            throw await RefusalAsync(errors, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        if (_pinFile is not null)
        {
            File.Delete(_pinFile);
            _pinFile = null;
        }
    }

    private List<string> Arguments()
    {
        const int KeepAliveSeconds = 5;
        List<string> arguments = ["-T", "-n"];
        void Option(string name, string value) => arguments.AddRange(["-o", $"{name}={value}"]);

        Option("BatchMode", "yes"); // It never asks.
        Option("StrictHostKeyChecking", "yes");
        Option("LogLevel", "ERROR"); // The banner is not shown.
        Option("ConnectTimeout", Seconds(Target.ConnectTimeout));
        Option("ServerAliveInterval", KeepAliveSeconds.ToString(CultureInfo.InvariantCulture));
        Option("ServerAliveCountMax", "3");
        Option("ClearAllForwardings", "yes");
        Option("ForwardAgent", "no");
        Option("PermitLocalCommand", "no");
        Option("UpdateHostKeys", "no");
        if (_pinFile is not null)
        {
            Option("UserKnownHostsFile", $"\"{_pinFile}\"");
            Option("GlobalKnownHostsFile", "none");
        }
        else if (Target.KnownHostsFiles is not null)
        {
            Option("UserKnownHostsFile", string.Join(" ", Target.KnownHostsFiles.Select(file => $"\"{file}\"")));
            Option("GlobalKnownHostsFile", "none");
        }

        if (Target.KeyFile is not null)
        {
            Option("IdentitiesOnly", "yes");
            arguments.AddRange(["-i", Target.KeyFile]);
        }

        arguments.AddRange(Destination());
        return arguments;
    }

    private IEnumerable<string> Destination()
    {
        if (_user is not null)
        {
            yield return "-l";
            yield return _user;
        }

        if (Target.Port is int port)
        {
            yield return "-p";
            yield return port.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Writes a known_hosts file with the one key that has the fingerprint, so that ssh itself holds the server to it.</summary>
    private async Task<string> PinAsync(HostKeyFingerprint pin, CancellationToken cancellation)
    {
        IReadOnlyList<HostKey> keys = await OfferedKeysAsync(cancellation).ConfigureAwait(false);
        if (keys.Count == 0)
        {
            throw Unreachable("its host keys could not be read (ssh-keyscan)");
        }

        HostKey key =
            keys.FirstOrDefault(offered => offered.Fingerprint == pin)
            ?? throw HostKeyRefusal.Changed(
                Target,
                pin.Value,
                source: null,
                string.Join(", ", keys.Select(offered => $"{offered.Fingerprint} ({offered.Type})"))
            );
        string file = Path.GetTempFileName();
        File.WriteAllText(file, $"{KnownHosts.NameOf(_hostName!, _port)} {key.Type} {Convert.ToBase64String(key.Key)}\n");
        return file;
    }

    /// <summary>Returns the keys the server offers, asked for without a login.</summary>
    private async Task<IReadOnlyList<HostKey>> OfferedKeysAsync(CancellationToken cancellation)
    {
        await ResolveAsync(cancellation).ConfigureAwait(false);
        string name = KnownHosts.NameOf(_hostName!, _port);
        List<HostKey> keys = [];
        await SshAsync(
            "ssh-keyscan",
            ["-T", Seconds(Target.ConnectTimeout), "-p", _port.ToString(CultureInfo.InvariantCulture), "--", _hostName!],
            (stream, line) =>
            {
                if (stream == SshStream.Output && KnownHosts.TryRead(line, name, "ssh-keyscan") is HostKey key)
                {
                    keys.Add(key);
                }
            },
            cancellation).ConfigureAwait(false);
        return keys;
    }

    /// <summary>Finds the name, port and user of the host, which may be an alias in the configuration.</summary>
    private async Task ResolveAsync(CancellationToken cancellation)
    {
        (_hostName, _port) = (Target.Host, Target.Port ?? 22);
        void Take(SshStream stream, string line)
        {
            string[] words = line.Split(' ');
            if (stream == SshStream.Output && words.Length == 2)
            {
                _hostName = words[0] == "hostname" ? words[1] : _hostName;
                _user = words[0] == "user" ? words[1] : _user;
                _port =
                    words[0] == "port" && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int port)
                        ? port
                        : _port;
            }
        }

        await SshAsync("ssh", ["-G", .. Destination(), "--", Target.Host], Take, cancellation).ConfigureAwait(false);
    }

    private async Task<ApplianceException> RefusalAsync(List<string> errors, CancellationToken cancellation)
    {
        bool HasText(string text) => errors.Exists(line => line.Contains(text));
        string last = errors.LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? "ssh ended without a word";
        if (HasText("REVOKED HOST KEY") || HasText("marked as revoked"))
        {
            return HostKeyRefusal.Revoked(Target, errors.FirstOrDefault(line => line.Contains(" in ")) ?? "known_hosts");
        }

        if (HasText("IDENTIFICATION HAS CHANGED"))
        {
            string? source = errors.FirstOrDefault(line => line.StartsWith("Offending ", StringComparison.Ordinal));
            source = source?.Substring(source.IndexOf(" in ", StringComparison.Ordinal) + 4).Trim();
            string seen = errors.FirstOrDefault(line => line.StartsWith("SHA256:", StringComparison.Ordinal))?.TrimEnd('.') ?? "another";
            return HostKeyRefusal.Changed(Target, Target.HostKey?.Value ?? "another key", source, seen);
        }

        if (HasText("host key is known for") || HasText("Host key verification failed"))
        {
            IReadOnlyList<HostKey> keys = await OfferedKeysAsync(cancellation).ConfigureAwait(false);
            return HostKeyRefusal.Unknown(Target, KnownHosts.NameOf(_hostName!, _port), keys, _port);
        }

        if (HasText("Permission denied"))
        {
            return new(
                ApplianceProblem.AuthenticationFailed,
                $"{Target.Host} refused the login: {last}",
                "Check the user and the key (-UserName, -KeyFile, the agent). A password needs -Transport SshNet and -Credential.");
        }

        bool isRefused =
            errors.Exists(line =>
                line.StartsWith("ssh: ", StringComparison.Ordinal) || line.StartsWith("kex_exchange", StringComparison.Ordinal)
            )
            || HasText("timed out")
            || HasText("reset by");
        return isRefused
            ? Unreachable(last)
            : new(
                ApplianceProblem.Dropped,
                $"The connection to {Target.Host} ended before the command did: {last}",
                "Check whether the appliance can still be reached, then run the command again."
            );
    }

    private ApplianceException Unreachable(string why) =>
        new(
            ApplianceProblem.Unreachable,
            $"{Target.Host} cannot be reached over SSH: {why}",
            "Check the name, the port, and that SSH login is enabled in the appliance's management interface (Access)."
        );

    private static async Task<int> SshAsync(
        string program,
        IEnumerable<string> arguments,
        Action<SshStream, string> onLine,
        CancellationToken cancellation
    )
    {
        try
        {
            return await ChildProcess.RunAsync(program, arguments, onLine, cancellation).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            throw new ApplianceException(
                ApplianceProblem.SshMissing,
                $"The program {program} is not installed: {e.Message}",
                "Install OpenSSH's client, or use -Transport SshNet.",
                e
            );
        }
    }

    private static string Seconds(TimeSpan time) =>
        Math.Max(1, (int)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
