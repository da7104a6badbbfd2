using System.Management.Automation;
using System.Net;
using VcsaAuthGuard.Commands;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Binding;

/// <summary>
/// Finds the session to use at a server: a new one with a credential, otherwise that of PowerCLI or of Connect-VcsaSession.
/// </summary>
/// <param name="command">The cmdlet, which receives errors and verbose messages.</param>
/// <param name="credential">The account to log in with; null to use an existing session.</param>
internal sealed class SessionInput(VSphereCommand command, PSCredential? credential)
{
    private IReadOnlyList<VcsaConnection>? _kept;

    /// <summary>Returns the sessions to use when no server is named: those of all servers that PowerCLI is connected to, or that
    /// Connect-VcsaSession keeps a session of.</summary>
    public IReadOnlyList<SessionAccess> FindDefaults()
    {
        PowerCliServer[] connected = [.. PowerCliServer.Defaults(command.SessionState).Where(server => server.IsConnected)];
        SessionAccess[] found = connected.Length > 0
            ? [.. connected.Select(Find).OfType<SessionAccess>()]
            : [.. Kept().GroupBy(kept => kept.GetOptions().Address).Select(same => Use([.. same]))];
        if (found.Length == 0 && connected.Length == 0)
        {
            command.ThrowTerminatingError(ErrorRecords.NoServer());
        }

        return found;
    }

    /// <summary>Returns the session to use at the server that an object is or names; null, after an error, when there is none.</summary>
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

    /// <summary>Returns the session to use at a server; null, after an error, when there is none.</summary>
    public SessionAccess? Find(string name)
    {
        if (command.ParseServer(name) is not Uri address)
        {
            return null;
        }

        if (credential is not null)
        {
            return LogIn(command.OptionsFor(address));
        }

        if (PowerCliServer.Defaults(command.SessionState).FirstOrDefault(server => server.GoesTo(address)) is PowerCliServer connected)
        {
            return Find(connected);
        }

        VcsaConnection[] kept = [.. Kept().Where(connection => IsAt(connection, address))];
        if (kept.Length > 0)
        {
            return Use(kept);
        }

        command.WriteError(ErrorRecords.NoSession(address.Authority));
        return null;
    }

    /// <summary>Lets an address without a port stand for the server on any port, as PowerCLI's names do.</summary>
    private static bool IsAt(VcsaConnection connection, Uri address) =>
        string.Equals(connection.Server, address.Host, StringComparison.OrdinalIgnoreCase)
        && (address.IsDefaultPort || connection.Port == address.Port);

    private SessionAccess? Find(PowerCliServer server)
    {
        VSphereClientOptions options = command.OptionsFor(server.Address);
        if (credential is not null)
        {
            return LogIn(options);
        }

        if (!server.IsConnected || server.Secrets.Count == 0)
        {
            command.WriteError(ErrorRecords.NoSession(server.Name));
            return null;
        }

        return Use(options, server.Secrets, "PowerCLI's session");
    }

    /// <summary>Uses the newest of sessions at one server; an older one of the same kind when the server has ended it.</summary>
    private SessionAccess Use(IReadOnlyList<VcsaConnection> kept)
    {
        VcsaConnection[] newestFirst = [.. kept.OrderByDescending(connection => connection.LoginTime)];
        VSphereClientOptions options = newestFirst[0].GetOptions();
        SessionSecret[] secrets =
        [
            .. newestFirst.Where(connection => connection.GetOptions() == options).Select(connection => connection.GetSecret()),
        ];
        // A connection says which certificate to accept, unless this command was given another.
        VSphereClientOptions used = command.IsTrustGiven ? command.OptionsFor(options.Address) : options;
        return credential is null ? Use(used, secrets, "the session of Connect-VcsaSession") : LogIn(used);
    }

    private SessionAccess Use(VSphereClientOptions options, IReadOnlyList<SessionSecret> secrets, string session)
    {
        command.WriteVerbose($"{options.Address.Authority}: using {session}.");
        return new SessionAccess(options, secrets);
    }

    private SessionAccess LogIn(VSphereClientOptions options)
    {
        command.WriteVerbose($"{options.Address.Authority}: logging in as {credential!.UserName}.");
        // The whole user name, domain and all: PSCredential's own network credential would take the domain off.
        return new SessionAccess(options, new NetworkCredential(credential.UserName, credential.Password));
    }

    private IReadOnlyList<VcsaConnection> Kept()
    {
        try
        {
            return _kept ??= new SharedSessions().List();
        }
        catch (SessionStoreException e)
        {
            command.WriteError(ErrorRecords.From(e));
            return _kept = [];
        }
    }
}
