using System.Management.Automation;
using System.Net;
using VcsaAuthGuard.Commands;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.Views;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads the log platform that the parameters of a cmdlet name.</summary>
internal sealed class PlatformInput
{
    public const int MaxPageSize = 10_000;
    public const int MaxTimeoutSeconds = 3600;

    private readonly CancellableCommand _command;
    private readonly IPlatformParameters _parameters;

    /// <summary>Checks the parameters; an invalid one ends the cmdlet.</summary>
    public PlatformInput(CancellableCommand command, IPlatformParameters parameters)
    {
        _command = command;
        _parameters = parameters;
        CheckParameters();
        Source = new(
            CreateOptions(),
            CertificateParameters.Check(command, parameters.Thumbprint, parameters.SkipCertificateCheck));
    }

    /// <summary>Gets the platform.</summary>
    public PlatformSource Source { get; }

    /// <summary>Reads the platform's logs; a failure becomes an error.</summary>
    public void Read(Action<PlatformLogs> read) => Read(_command, Source, read);

    /// <summary>Reads a platform's logs; a failure becomes an error.</summary>
    public static void Read(CancellableCommand command, PlatformSource source, Action<PlatformLogs> read)
    {
        PlatformOptions options = source.Options;
        using PlatformProgress progress = new(command, options);
        using PlatformLogs logs = source.Open(progress.Update);

        try
        {
            read(logs);
        }
        catch (Exception e) when (ErrorRecords.TryCreate(e) is ErrorRecord record)
        {
            command.WriteError(record);
        }

        if (logs.FieldsFound is string fields)
        {
            command.WriteVerbose(fields);
        }

        command.WriteVerbose(
            $"{options.Platform} {options.Address.Authority}: {logs.Events} events from {options.After:u} to {options.Before:u}."
        );
        command.WarnIf(
            logs.DoubtfulEntries,
            "entries were split by the collector and share their time with others. The platform does not guarantee their order:  "
                + "lines may have been added to the wrong entry."
        );
        command.WarnIf(
            logs.PartsWithoutHost,
            "events are a part of an entry but have no host in the given field, so the rest could not be queried. "
                + $"Name the field with -{nameof(IPlatformParameters.HostField)}."
        );
    }

    private void CheckParameters()
    {
        Only([LogPlatform.AriaLogs], nameof(IPlatformParameters.Provider));
        Only([LogPlatform.Loki, LogPlatform.VictoriaLogs], nameof(IPlatformParameters.Tenant), nameof(IPlatformParameters.Selector));
        Only([LogPlatform.OpenSearch, LogPlatform.Splunk], nameof(IPlatformParameters.Index));
        Only([LogPlatform.OpenSearch, LogPlatform.VictoriaLogs], nameof(IPlatformParameters.TextField));
        if (_parameters.Credential is not null && _parameters.Token is not null)
        {
            _command.ThrowTerminatingError(ErrorRecords.OneOf(nameof(IPlatformParameters.Credential), nameof(IPlatformParameters.Token)));
        }

        if (_parameters.Platform == LogPlatform.AriaLogs && _parameters.Credential is null)
        {
            _command.ThrowTerminatingError(ErrorRecords.NoPlatformCredential());
        }

        if (_parameters.Range.After >= (_parameters.Range.Before ?? DateTimeOffset.UtcNow))
        {
            _command.ThrowTerminatingError(ErrorRecords.EmptyWindow(_parameters.Range.After!.Value));
        }
    }

    private void Only(LogPlatform[] platforms, params string[] names)
    {
        if (!platforms.Contains(_parameters.Platform)
            && Array.Find(names, _command.MyInvocation.BoundParameters.ContainsKey) is string name)
        {
            _command.ThrowTerminatingError(ErrorRecords.NotOfPlatform(name, platforms, _parameters.Platform));
        }
    }

    private PlatformOptions CreateOptions()
    {
        Uri? address = null;
        try
        {
            address = PlatformAddress.Parse(
                _parameters.Platform,
                _parameters.Uri,
                hasSecret: _parameters.Credential is not null || _parameters.Token is not null
            );
        }
        catch (FormatException e)
        {
            _command.ThrowTerminatingError(ErrorRecords.InvalidPlatformName(_parameters.Uri, e));
        }

        return new()
        {
            Platform = _parameters.Platform,
            Address = address!,
            // The whole user name, domain and all: PSCredential's own network credential would take the domain off.
            Credential = _parameters.Credential is null
                ? null
                : new NetworkCredential(_parameters.Credential.UserName, _parameters.Credential.Password),
            Token = _parameters.Token is null ? null : new NetworkCredential("", _parameters.Token).Password,
            Provider = _parameters.Provider,
            Tenant = _parameters.Tenant,
            Index = string.Join(",", _parameters.Index),
            Selector = _parameters.Selector,
            HostField = _parameters.HostField,
            LogField = _parameters.LogField,
            TextField = _parameters.TextField,
            Servers = _parameters.ServerNames,
            After = _parameters.Range.After!.Value,
            Before = _parameters.Range.Before ?? DateTimeOffset.UtcNow,
            PageSize = _parameters.PageSize,
            ThrottleLimit = _parameters.ThrottleLimit ?? PlatformOptions.DefaultThrottleLimit,
            Timeout = TimeSpan.FromSeconds(_parameters.TimeoutSeconds),
        };
    }
}

/// <summary>Represents a log platform, a part of its logs, and the certificate to accept.</summary>
internal sealed record PlatformSource(PlatformOptions Options, CertificateParameters Certificates)
{
    /// <summary>Opens the platform. Sends nothing yet.</summary>
    public PlatformLogs Open(Action<PlatformLogs>? onPage = null) =>
        new(Options, Certificates.CreateHandler(Options.Address)) { OnPage = onPage };
}
