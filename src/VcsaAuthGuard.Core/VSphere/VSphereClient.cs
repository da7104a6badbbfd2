using System.Net;
using System.Xml;
using System.Xml.Linq;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>
/// Calls the methods of the vSphere API (SOAP, vim25) that concern sessions, advanced settings and tasks, over HTTPS at one server.
/// Disposing of it does not log out: a session may outlive the client that opened it.
/// </summary>
public sealed class VSphereClient : IDisposable
{
    private const string SessionList = "sessionList";
    private const string CurrentSession = "currentSession";
    private const string AllSettings = "setting";

    private readonly Uri _server;
    private readonly SoapChannel _channel;
    private Content? _content;

    /// <summary>Initializes a client. Sends nothing yet.</summary>
    /// <param name="options">The server and how to connect to it.</param>
    /// <param name="secret">An existing session; null to log in with <see cref="LoginAsync"/>.</param>
    public VSphereClient(VSphereClientOptions options, SessionSecret? secret = null)
    {
        _server = options.Address;
        _channel = new(options, secret);
    }

    /// <summary>Gets the session's secret; null before the login.</summary>
    public SessionSecret? Secret => _channel.Secret;

    /// <summary>Reads the server's description of itself, for which no login is required.</summary>
    /// <param name="token">Cancels the call.</param>
    /// <exception cref="ServerException">The call failed.</exception>
    public async Task<VSphereAbout> ConnectAsync(CancellationToken token = default) =>
        (await ContentAsync(token).ConfigureAwait(false)).About;

    /// <summary>Opens a session. The caller must end it with <see cref="LogoutAsync"/>.</summary>
    /// <param name="credential">The user name, including its domain, and the password.</param>
    /// <param name="token">Cancels the call; the server may have opened the session nevertheless.</param>
    /// <returns>The session as the server reports it.</returns>
    /// <exception cref="LoginRefusedException">User name or password is wrong.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public async Task<VCenterSession> LoginAsync(NetworkCredential credential, CancellationToken token = default)
    {
        Content content = await ContentAsync(token).ConfigureAwait(false);
        string password = credential.Password;
        _channel.AddSecret(password);
        byte[] request = SoapRequest.Write("Login", content.SessionManager, writer =>
        {
            writer.WriteElementString("userName", SoapRequest.Vim, credential.UserName);
            writer.WriteElementString("password", SoapRequest.Vim, password);
        });
        try
        {
            XElement answer = await _channel.CallAsync("Login", request, token).ConfigureAwait(false);
            return Secret is not null && SoapXml.Child(answer, "returnval") is XElement session
                ? UserSession.Read(session, _server.Host)
                : throw Unexpected("a login without a session.");
        }
        catch (VSphereFaultException e) when (e.Fault == "InvalidLogin")
        {
            throw new LoginRefusedException(_server, credential.UserName);
        }
    }

    /// <summary>Ends the session.</summary>
    /// <param name="token">Cancels the call.</param>
    /// <exception cref="ServerException">The call failed.</exception>
    public async Task LogoutAsync(CancellationToken token = default)
    {
        Content content = await ContentAsync(token).ConfigureAwait(false);
        await CallAsync("Logout", content.SessionManager, null, token).ConfigureAwait(false);
    }

    /// <summary>Lists all sessions of the server, with their ages by its own clock.</summary>
    /// <param name="token">Cancels the calls.</param>
    /// <exception cref="PrivilegeMissingException">The user lacks Sessions.TerminateSession.</exception>
    /// <exception cref="NotAuthenticatedException">The session has ended.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public async Task<SessionListing> ReadSessionsAsync(CancellationToken token = default)
    {
        Content content = await ContentAsync(token).ConfigureAwait(false);
        IReadOnlyDictionary<string, XElement> properties = await ReadPropertiesAsync(
                content,
                content.SessionManager,
                [SessionList, CurrentSession],
                token
            )
            .ConfigureAwait(false);
        if (!properties.TryGetValue(SessionList, out XElement? list))
        {
            throw Unexpected("no list of sessions, not even this one.");
        }

        string? current = properties.TryGetValue(CurrentSession, out XElement? session) ? SoapXml.Text(session, "key") : null;
        // Asked after the list, so that no session of the list was active later.
        DateTimeOffset now = await ReadTimeAsync(token).ConfigureAwait(false);
        return new SessionListing
        {
            About = content.About,
            ServerTime = now,
            Sessions = [.. SoapXml.Children(list, "UserSession")
                .Select(item => UserSession.Read(item, _server.Host).AsOf(now))
                .Select(item => item with { IsCurrent = current is null ? null : item.Key == current })],
        };
    }

    /// <summary>Reads this client's session. No privilege is required.</summary>
    /// <param name="token">Cancels the call.</param>
    /// <exception cref="NotAuthenticatedException">There is no session, or it has ended.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public async Task<VCenterSession> ReadCurrentSessionAsync(CancellationToken token = default)
    {
        Content content = await ContentAsync(token).ConfigureAwait(false);
        IReadOnlyDictionary<string, XElement> properties = await ReadPropertiesAsync(
                content,
                content.SessionManager,
                [CurrentSession],
                token
            )
            .ConfigureAwait(false);
        return properties.TryGetValue(CurrentSession, out XElement? session)
            ? UserSession.Read(session, _server.Host) with { IsCurrent = true }
            : throw new NotAuthenticatedException(_server);
    }

    /// <summary>Determines whether a session exists. Requires the privilege Sessions.ValidateSession.</summary>
    /// <param name="session">The session, by its key and user.</param>
    /// <param name="token">Cancels the call.</param>
    /// <exception cref="ServerException">The call failed.</exception>
    public async Task<bool> IsSessionActiveAsync(VCenterSession session, CancellationToken token = default)
    {
        Content content = await ContentAsync(token).ConfigureAwait(false);
        XElement answer = await CallAsync("SessionIsActive", content.SessionManager, writer =>
        {
            writer.WriteElementString("sessionID", SoapRequest.Vim, session.Key);
            writer.WriteElementString("userName", SoapRequest.Vim, session.UserName);
        }, token).ConfigureAwait(false);
        return XmlConvert.ToBoolean(SoapXml.Text(answer, "returnval") ?? "false");
    }

    /// <summary>Ends another session of the server. Requires the privilege Sessions.TerminateSession.</summary>
    /// <param name="key">The key of the session.</param>
    /// <param name="token">Cancels the call.</param>
    /// <returns>Whether there was such a session.</returns>
    /// <exception cref="PrivilegeMissingException">The user lacks the privilege.</exception>
    /// <exception cref="NotAuthenticatedException">This client's session has ended.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public async Task<bool> TerminateSessionAsync(string key, CancellationToken token = default)
    {
        Content content = await ContentAsync(token).ConfigureAwait(false);
        try
        {
            await CallAsync(
                    "TerminateSession",
                    content.SessionManager,
                    writer => writer.WriteElementString("sessionId", SoapRequest.Vim, key),
                    token
                )
                .ConfigureAwait(false);
            return true;
        }
        catch (VSphereFaultException e) when (e.Fault == "NotFound")
        {
            return false;
        }
        catch (PrivilegeMissingException e) when (e.Privilege is null)
        {
            throw new PrivilegeMissingException(_server, PrivilegeMissingException.ListSessions);
        }
    }

    /// <summary>Reads the time of the server's clock, UTC.</summary>
    /// <param name="token">Cancels the call.</param>
    /// <exception cref="ServerException">The call failed.</exception>
    public async Task<DateTimeOffset> ReadTimeAsync(CancellationToken token = default)
    {
        XElement answer = await CallAsync("CurrentTime", ManagedObject.ServiceInstance, null, token).ConfigureAwait(false);
        return UserSession.Time(SoapXml.Text(answer, "returnval"))
            ?? throw Unexpected("no time that can be read in answer to CurrentTime.");
    }

    /// <summary>Reads advanced settings (<c>OptionManager</c>). Requires System.Read at the root of the inventory.</summary>
    /// <param name="key">A whole key, such as <c>config.vmacore.soap.maxSessionCount</c>, or the start of one up to a dot, such as
    /// <c>config.vmacore</c>, for all settings below it; null for every setting.</param>
    /// <param name="token">Cancels the calls.</param>
    /// <returns>The settings in the server's order; none if the server has no such setting.</returns>
    /// <exception cref="PrivilegeMissingException">The user lacks the privilege.</exception>
    /// <exception cref="NotAuthenticatedException">The session has ended.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public async Task<IReadOnlyList<AdvancedSetting>> ReadSettingsAsync(string? key, CancellationToken token = default)
    {
        Content content = await ContentAsync(token).ConfigureAwait(false);
        if (content.Settings is not ManagedObject settings)
        {
            return [];
        }

        if (key is null)
        {
            IReadOnlyDictionary<string, XElement> properties = await ReadPropertiesAsync(content, settings, [AllSettings], token)
                .ConfigureAwait(false);
            return properties.TryGetValue(AllSettings, out XElement? all)
                ? [.. SoapXml.Children(all, "OptionValue").Select(AdvancedSetting.Read).OfType<AdvancedSetting>()]
                : [];
        }

        try
        {
            XElement answer = await CallAsync(
                    "QueryOptions",
                    settings,
                    writer => writer.WriteElementString("name", SoapRequest.Vim, key),
                    token
                )
                .ConfigureAwait(false);
            return [.. SoapXml.Children(answer, "returnval").Select(AdvancedSetting.Read).OfType<AdvancedSetting>()];
        }
        catch (VSphereFaultException e) when (e.Fault == "InvalidName")
        {
            return [];
        }
    }

    /// <summary>Reads the tasks that run or wait to run (<c>TaskManager.recentTask</c>), as far as the user may see them.</summary>
    /// <param name="token">Cancels the calls.</param>
    /// <exception cref="NotAuthenticatedException">The session has ended.</exception>
    /// <exception cref="ServerException">The call failed.</exception>
    public async Task<IReadOnlyList<RunningTask>> ReadRunningTasksAsync(CancellationToken token = default)
    {
        Content content = await ContentAsync(token).ConfigureAwait(false);
        if (Content.Object(content.Element, "taskManager") is not ManagedObject manager)
        {
            return [];
        }

        List<RunningTask> tasks = [];
        XElement answer = await CallAsync(
                "RetrievePropertiesEx",
                content.PropertyCollector,
                writer => SoapRequest.WriteListProperty(writer, manager, "recentTask", "Task", "info"),
                token
            )
            .ConfigureAwait(false);
        while (SoapXml.Child(answer, "returnval") is XElement page)
        {
            foreach (XElement item in SoapXml.Children(page, "objects"))
            {
                ThrowIfRefused(item, "the tasks", null);
                tasks.AddRange(SoapXml.Children(item, "propSet").Select(property => SoapXml.Child(property, "val")).OfType<XElement>()
                    .Select(RunningTask.Read).OfType<RunningTask>());
            }

            if (SoapXml.Text(page, "token") is not { Length: > 0 } next)
            {
                break;
            }

            answer = await CallAsync(
                    "ContinueRetrievePropertiesEx",
                    content.PropertyCollector,
                    writer => writer.WriteElementString("token", SoapRequest.Vim, next),
                    token
                )
                .ConfigureAwait(false);
        }

        return tasks;
    }

    /// <summary>Closes the connection. The session remains open.</summary>
    public void Dispose() => _channel.Dispose();

    /// <summary>Creates the exception for a time limit other than that of the options.</summary>
    internal ServerUnreachableException NoResponse(TimeSpan timeout) => new(_server, timeout);

    /// <summary>Reads properties of one object. A property that the server omits with a fault throws; an unset one is not
    /// returned.</summary>
    private async Task<IReadOnlyDictionary<string, XElement>> ReadPropertiesAsync(
        Content content,
        ManagedObject target,
        string[] paths,
        CancellationToken token
    )
    {
        XElement answer = await CallAsync(
                "RetrievePropertiesEx",
                content.PropertyCollector,
                writer => SoapRequest.WriteProperties(writer, target, paths),
                token
            )
            .ConfigureAwait(false);
        Dictionary<string, XElement> properties = [];
        foreach (XElement item in SoapXml.Children(answer, "returnval").SelectMany(result => SoapXml.Children(result, "objects")))
        {
            ThrowIfRefused(item, string.Join(" and ", paths), PrivilegeMissingException.ListSessions);
            foreach (XElement property in SoapXml.Children(item, "propSet"))
            {
                if (SoapXml.Text(property, "name") is string name && SoapXml.Child(property, "val") is XElement value)
                {
                    properties[name] = value;
                }
            }
        }

        return properties;
    }

    /// <summary>Throws when properties of an object were omitted with a fault. A dead session is refused so, and not with an HTTP status of
    /// 500.</summary>
    private void ThrowIfRefused(XElement item, string what, string? listPrivilege)
    {
        foreach (XElement missing in SoapXml.Children(item, "missingSet"))
        {
            // An object that is gone meanwhile, such as a task that ended, has nothing to say.
            if (SoapXml.Child(missing, "fault") is XElement fault && VSphereFault.FromProperty(fault).Type != "ManagedObjectNotFound")
            {
                string? privilege = SoapXml.Text(missing, "path") == SessionList ? listPrivilege : null;
                throw VSphereFault.FromProperty(fault).ToException(_server, "Reading " + what, privilege, _channel.Redact);
            }
        }
    }

    private async Task<Content> ContentAsync(CancellationToken token)
    {
        if (_content is null)
        {
            XElement answer = await CallAsync("RetrieveServiceContent", ManagedObject.ServiceInstance, null, token).ConfigureAwait(false);
            _content = Content.Read(answer) ?? throw Unexpected("no session manager: it is not a vCenter Server.");
        }

        return _content;
    }

    /// <summary>Returns one of the server's managers by the name of its property in <c>ServiceContent</c>.</summary>
    /// <exception cref="UnexpectedResponseException">The server has no such manager.</exception>
    internal async Task<ManagedObject> FindManagerAsync(string name, CancellationToken token)
    {
        Content content = await ContentAsync(token).ConfigureAwait(false);
        return Content.Object(content.Element, name) ?? throw Unexpected($"no {name}.");
    }

    /// <summary>Calls a method of the vSphere API and returns the element in the body of the response.</summary>
    internal Task<XElement> CallAsync(string method, ManagedObject target, Action<XmlWriter>? writeArguments, CancellationToken token) =>
        _channel.CallAsync(method, SoapRequest.Write(method, target, writeArguments), token);

    private UnexpectedResponseException Unexpected(string what) =>
        new(_server, HttpStatusCode.OK, what, "Check that the address is that of a vCenter Server.");

    /// <summary>Represents the objects through which all others are reached.</summary>
    private sealed record Content(
        XElement Element,
        VSphereAbout About,
        ManagedObject SessionManager,
        ManagedObject PropertyCollector,
        ManagedObject? Settings
    )
    {
        public static Content? Read(XElement answer)
        {
            XElement? content = SoapXml.Child(answer, "returnval");
            XElement? about = content is null ? null : SoapXml.Child(content, "about");
            return
                about is null
                || Object(content!, "sessionManager") is not ManagedObject sessions
                || Object(content!, "propertyCollector") is not ManagedObject properties
                ? null
                : new Content(
                    content!,
                    new VSphereAbout(
                        SoapXml.Text(about, "fullName"),
                        SoapXml.Text(about, "version"),
                        SoapXml.Text(about, "build"),
                        SoapXml.Text(about, "apiType")
                    ),
                    sessions,
                    properties,
                    Object(content!, "setting")
                );
        }

        public static ManagedObject? Object(XElement content, string name) =>
            SoapXml.Child(content, name) is XElement item ? new ManagedObject(item.Attribute("type")?.Value ?? "", item.Value) : null;
    }
}
