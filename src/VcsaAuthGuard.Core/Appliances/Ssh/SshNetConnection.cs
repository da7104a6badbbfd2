using System.Net.Sockets;
using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>
/// Connects by SSH.NET with user name and password or a key file; one connection for all commands, opened again when it is lost.
/// </summary>
internal sealed class SshNetConnection : ISshConnection
{
    private const int DefaultPort = 22;

    private readonly SemaphoreSlim _turn = new(1);
    private SshClient? _client;
    private ApplianceException? _refusal;
    private string? _offeredType;

    public SshNetConnection(SshTarget target) => Target = target;

    public SshTarget Target { get; }

    private int Port => Target.Port ?? DefaultPort;

    public async Task RunAsync(string text, Action<SshStream, string> onLine, CancellationToken cancellation)
    {
        SshClient client = await ConnectAsync(cancellation).ConfigureAwait(false);
        try
        {
            using SshCommand command = client.CreateCommand(text, new UTF8Encoding(false));
            Task run = command.ExecuteAsync(cancellation);
            object gate = new();
            Task output = PumpAsync(command.OutputStream, SshStream.Output);
            Task error = PumpAsync(command.ExtendedOutputStream, SshStream.Error);
            await run.ConfigureAwait(false);
            await Task.WhenAll(output, error).ConfigureAwait(false);
            if (command.ExitStatus is null && command.ExitSignal is null)
            {
                throw Dropped(null);
            }

            Task PumpAsync(Stream stream, SshStream which) => Task.Run(
                async () =>
                {
                    using StreamReader reader = new(stream, new UTF8Encoding(false));
                    BoundedLineReader lines = new(reader);
                    while (await lines.ReadAsync().ConfigureAwait(false) is string line)
                    {
                        lock (gate)
                        {
                            onLine(which, line);
                        }
                    }
                },
                CancellationToken.None);
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is not ApplianceException)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception e)
            when (e
                    is SshException
                        or SocketException
                        or IOException
                        or ObjectDisposedException
                        or InvalidOperationException
                        or OperationCanceledException
            )
        {
            throw Dropped(e);
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _turn.Dispose();
    }

    private async Task<SshClient> ConnectAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_client is { IsConnected: true })
            {
                return _client;
            }

            _client?.Dispose();
            _client = null;
            return _client = Target.HostKey is null
                ? await ConnectAsync([], cancellation).ConfigureAwait(false)
                : await ConnectPinnedAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Connects to a server that may have several host keys, until the one with the given fingerprint is offered.</summary>
    private async Task<SshClient> ConnectPinnedAsync(CancellationToken cancellation)
    {
        HashSet<string> refusedTypes = [];
        ApplianceException? refusal = null;
        while (true)
        {
            try
            {
                return await ConnectAsync(refusedTypes, cancellation).ConfigureAwait(false);
            }
            catch (ApplianceException e) when (e.Problem == ApplianceProblem.HostKeyChanged && refusedTypes.Add(_offeredType!))
            {
                refusal ??= e;
            }
            catch (ApplianceException) when (refusal is not null)
            {
                // The server has no other key.
                throw refusal;
            }
        }
    }

    private async Task<SshClient> ConnectAsync(HashSet<string> refusedTypes, CancellationToken cancellation)
    {
        _refusal = null;
        ConnectionInfo connection = Connection();
        KeepHostKeyTypes(connection, type => !refusedTypes.Contains(type));
        SshClient client = new(connection) { KeepAliveInterval = TimeSpan.FromSeconds(5) };
        client.HostKeyReceived += (_, e) => e.CanTrust = (_refusal = RefusalOf(e.HostKeyName, e.HostKey)) is null;
        try
        {
            await client.ConnectAsync(cancellation).ConfigureAwait(false);
            return client;
        }
        catch (Exception e)
        {
            client.Dispose();
            throw ConnectFailure(e, cancellation);
        }
    }

    private ConnectionInfo Connection()
    {
        string user = Target.Credential?.UserName is { Length: > 0 } name ? name : Target.User ?? "root";
        List<AuthenticationMethod> methods = [];
        if (Target.KeyFile is string file)
        {
            methods.Add(new PrivateKeyAuthenticationMethod(user, ReadKey(file)));
        }

        if (Target.Credential is not null)
        {
            methods.Add(new PasswordAuthenticationMethod(user, Target.Credential.Password));
            KeyboardInteractiveAuthenticationMethod interactive = new(user);
            interactive.AuthenticationPrompt += (_, e) =>
            {
                foreach (AuthenticationPrompt prompt in e.Prompts)
                {
                    prompt.Response = Target.Credential.Password;
                }
            };
            methods.Add(interactive);
        }

        if (methods.Count == 0)
        {
            throw new ApplianceException(
                ApplianceProblem.AuthenticationFailed,
                $"There are no credentials for {Target.Host}.",
                "SSH.NET needs -Credential or -KeyFile; agents and ~/.ssh need -Transport OpenSsh."
            );
        }

        ConnectionInfo connection = new(Target.Host, Port, user, [.. methods]) { Timeout = Target.ConnectTimeout };
        PreferKnownKeys(connection);
        return connection;
    }

    /// <summary>Prefers a known key of a server with several keys, as OpenSSH does; otherwise the known key would look
    /// changed.</summary>
    private void PreferKnownKeys(ConnectionInfo connection)
    {
        HashSet<string> known = [.. Known().Where(key => !key.IsRevoked).Select(key => key.Type)];
        if (Target.HostKey is not null || known.Count == 0)
        {
            return;
        }

        KeepHostKeyTypes(connection, known.Contains);
    }

    private static void KeepHostKeyTypes(ConnectionInfo connection, Func<string, bool> isKept)
    {
        foreach (string algorithm in connection.HostKeyAlgorithms.Keys.Where(name => !isKept(TypeOf(name))).ToArray())
        {
            connection.HostKeyAlgorithms.Remove(algorithm);
        }
    }

    /// <summary>Returns the type of key of a signature algorithm.</summary>
    private static string TypeOf(string algorithm) => algorithm is "rsa-sha2-512" or "rsa-sha2-256" ? "ssh-rsa" : algorithm;

    private IReadOnlyList<HostKey> Known()
    {
        try
        {
            return KnownHosts.Find(Target.KnownHostsFiles ?? KnownHosts.DefaultFiles(), Target.Host, Port);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ApplianceException(
                ApplianceProblem.FileUnusable,
                $"A known_hosts file cannot be read: {e.Message}",
                "Mend the file's permissions, or give -HostKeyFingerprint.",
                e
            );
        }
    }

    private ApplianceException? RefusalOf(string type, byte[] key)
    {
        _offeredType = TypeOf(type);
        HostKey offered = new(_offeredType, key, "", IsRevoked: false);
        if (Target.HostKey is HostKeyFingerprint pin)
        {
            return offered.Fingerprint == pin ? null : HostKeyRefusal.Changed(Target, pin.Value, source: null, offered.Fingerprint.Value);
        }

        IReadOnlyList<HostKey> known = Known();
        HostKey? same = known.FirstOrDefault(stored => stored.Key.SequenceEqual(key));
        HostKey? revoked = known.FirstOrDefault(stored => stored.IsRevoked && stored.Key.SequenceEqual(key));
        HostKey? other = known.FirstOrDefault(stored => !stored.IsRevoked);
        return revoked is not null ? HostKeyRefusal.Revoked(Target, revoked.Source)
            : same is not null ? null
            : other is not null ? HostKeyRefusal.Changed(Target, other.Fingerprint.Value, other.Source, offered.Fingerprint.Value)
            : HostKeyRefusal.Unknown(Target, KnownHosts.NameOf(Target.Host, Port), [offered], Port);
    }

    private static PrivateKeyFile ReadKey(string file)
    {
        SshTarget.ThrowIfKeyFileMissing(file);
        try
        {
            return new(file);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or SshException or NotSupportedException or FormatException)
        {
            throw new ApplianceException(
                ApplianceProblem.FileUnusable,
                $"The key in {file} cannot be used: {e.Message}",
                "SSH.NET reads keys without a passphrase only; for others use the agent, with -Transport OpenSsh.",
                e
            );
        }
    }

    private Exception ConnectFailure(Exception e, CancellationToken cancellation) =>
        _refusal is not null ? _refusal
        : cancellation.IsCancellationRequested ? new OperationCanceledException(cancellation)
        : e is ApplianceException ? e
        : e is SshAuthenticationException
            ? new ApplianceException(
                ApplianceProblem.AuthenticationFailed,
                $"{Target.Host} refused the login: {e.Message}",
                "Check the user and the password or key. A root password that has expired is refused too: log in on the console once.",
                e
            )
        : new ApplianceException(
            ApplianceProblem.Unreachable,
            $"{Target.Host} cannot be reached over SSH: {e.Message}",
            "Check the name, the port, and that SSH login is enabled in the appliance's management interface (Access).",
            e
        );

    private ApplianceException Dropped(Exception? e) =>
        new(
            ApplianceProblem.Dropped,
            $"The connection to {Target.Host} ended before the command did{(e is null ? "." : $": {e.Message}")}",
            "Check whether the appliance can still be reached, then run the command again.",
            e
        );
}
