using System.Management.Automation;
using System.Net;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Binding;

/// <summary>
/// Finds the session to use at a server: a new one with a credential, otherwise that of PowerCLI or of Connect-VcsaSession.
/// </summary>
/// <param name="cmdlet">The cmdlet, which receives errors and verbose messages.</param>
/// <param name="credential">The account to log in with; null to use an existing session.</param>
/// <param name="certificates">The certificates that are accepted.</param>
internal sealed class SessionInput(PSCmdlet cmdlet, PSCredential? credential, CertificateParameters certificates)
{
    private readonly SharedSessions _stored = new();

    /// <summary>Gets the time limit of one call; null for that of <see cref="VSphereClientOptions"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Returns the sessions to use when no server is named: those of all servers that PowerCLI is connected to, or that
    /// Connect-VcsaSession stored a session of.</summary>
    public IReadOnlyList<SessionAccess> FindDefaults()
    {
        PowerCliServer[] connected = [.. PowerCliServer.Defaults(cmdlet.SessionState).Where(server => server.IsConnected)];
        SessionAccess[] found = connected.Length > 0
            ? [.. connected.Select(Find).OfType<SessionAccess>()]
            : [.. Stored(_stored.List).GroupBy(stored => stored.GetOptions().Address).Select(same => Use(same))];
        if (found.Length == 0 && connected.Length == 0)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.NoServer());
        }

        return found;
    }

    /// <summary>Returns the sessions to use at some servers, each server once; an error is written for each without one.</summary>
    /// <param name="servers">Names, connections, VIServer objects, or objects with a server's name.</param>
    public IEnumerable<SessionAccess> FindAll(IEnumerable<object?> servers)
    {
        HashSet<Uri> seen = [];
        foreach (PSObject server in servers.OfType<object>().Select(PSObject.AsPSObject))
        {
            SessionAccess? access = Find(server, out bool isServer);
            if (!isServer)
            {
                cmdlet.WriteError(ErrorRecords.UnknownServerInput(server.BaseObject));
            }
            else if (access is not null && seen.Add(access.Options.Address))
            {
                yield return access;
            }
        }
    }

    /// <summary>Returns the session to use at the server that an object is or names; null, after an error, if there is none.</summary>
    /// <param name="input">A name, a connection, a VIServer object, or an object with a server's name.</param>
    /// <param name="isServer">Whether the object is or names a server; otherwise no error is written.</param>
    public SessionAccess? Find(PSObject input, out bool isServer)
    {
        isServer = true;
        if (input.BaseObject is VcsaConnection connection)
        {
            return Use([connection]);
        }

        if (input.BaseObject is string name)
        {
            return Find(name);
        }

        if (PowerCliServer.TryRead(input) is PowerCliServer server)
        {
            return Find(server);
        }

        if (ServerInput.Name(input) is string given)
        {
            return Find(given);
        }

        isServer = false;
        return null;
    }

    /// <summary>Returns the session to use at a server; null, after an error, if there is none.</summary>
    public SessionAccess? Find(string name)
    {
        if (ServerInput.ParseName(cmdlet, name) is not Uri address)
        {
            return null;
        }

        if (credential is not null)
        {
            return LogIn(OptionsFor(address));
        }

        if (PowerCliServer.Defaults(cmdlet.SessionState).FirstOrDefault(server => server.GoesTo(address)) is PowerCliServer connected)
        {
            return Find(connected);
        }

        IReadOnlyList<VcsaConnection> stored = Stored(() => _stored.Find(address));
        if (stored.Count > 0)
        {
            return Use(stored);
        }

        cmdlet.WriteError(ErrorRecords.NoSession(address.Authority));
        return null;
    }

    private SessionAccess? Find(PowerCliServer server)
    {
        VSphereClientOptions options = OptionsFor(server.Address);
        if (credential is not null)
        {
            return LogIn(options);
        }

        if (!server.IsConnected || server.Secrets.Count == 0)
        {
            cmdlet.WriteError(ErrorRecords.NoSession(server.Name));
            return null;
        }

        return Use(new(options, server.Secrets), "PowerCLI's session");
    }

    private SessionAccess Use(IEnumerable<VcsaConnection> connections)
    {
        VSphereClientOptions options = OptionsFor(connections.First().GetOptions().Address);
        SessionAccess access = VcsaConnection.GetAccess(connections, options);
        return credential is null ? Use(access, "the session of Connect-VcsaSession") : LogIn(access.Options);
    }

    private SessionAccess Use(SessionAccess access, string session)
    {
        cmdlet.WriteVerbose($"{access.Options.Address.Authority}: using {session}.");
        return access;
    }

    private VSphereClientOptions OptionsFor(Uri address)
    {
        VSphereClientOptions options = certificates.OptionsFor(address);
        return Timeout is TimeSpan timeout ? options with { Timeout = timeout } : options;
    }

    private SessionAccess LogIn(VSphereClientOptions options)
    {
        cmdlet.WriteVerbose($"{options.Address.Authority}: logging in as {credential!.UserName}.");
        // The whole user name, domain and all: PSCredential's own network credential would take the domain off.
        return new SessionAccess(options, new NetworkCredential(credential.UserName, credential.Password));
    }

    private IReadOnlyList<VcsaConnection> Stored(Func<IReadOnlyList<VcsaConnection>> read)
    {
        try
        {
            return read();
        }
        catch (SessionStoreException e)
        {
            cmdlet.WriteError(ErrorRecords.From(e));
            return [];
        }
    }
}
