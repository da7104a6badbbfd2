using System.Management.Automation;
using System.Net;
using VcsaAuthGuard.Commands;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Views;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads the log platform that the parameters of a cmdlet name.</summary>
internal sealed class PlatformInput
{
    public const int MaxPageSize = 10_000;
    public const int MaxTimeoutSeconds = 3600;

    private readonly LogCommand _command;
    private readonly PlatformOptions _options;
    private readonly CertificateParameters _certificates;

    /// <summary>Checks the parameters; an invalid one ends the cmdlet.</summary>
    public PlatformInput(LogCommand command)
    {
        _command = command;
        CheckParameters();
        _certificates = CertificateParameters.Check(command, command.Thumbprint, command.SkipCertificateCheck);
        _options = CreateOptions();
    }

    /// <summary>Reads the platform's logs; a failure becomes an error.</summary>
    public void Read(Action<ICollectedLogs> read)
    {
        using PlatformProgress progress = new(_command, _options);
        using PlatformLogs logs = new(
            _options,
            _certificates.CreateHandler(_options.Address))
        {
            OnPage = progress.Update,
        };
        try
        {
            read(logs);
        }
        catch (Exception e) when (ErrorRecords.TryCreate(e) is ErrorRecord record)
        {
            _command.WriteError(record);
        }

        _command.WriteVerbose(
            $"{_options.Platform} {_options.Address.Authority}: {logs.Events} events from {_options.After:u} to {_options.Before:u}."
        );
        _command.WarnIf(
            logs.DoubtfulEntries,
            "entries were split by the collector and share their time with others. The platform does not guarantee their order:  "
                + "lines may have been added to the wrong entry."
        );
        _command.WarnIf(
            logs.PartsWithoutHost,
            "events are a part of an entry but have no host in the given field, so the rest could not be queried. "
                + $"Name the field with -{nameof(LogCommand.HostField)}."
        );
    }

    private void CheckParameters()
    {
        Only(LogPlatform.AriaLogs, nameof(LogCommand.Provider));
        Only(LogPlatform.Loki, nameof(LogCommand.Tenant), nameof(LogCommand.Selector));
        Only(LogPlatform.OpenSearch, nameof(LogCommand.Index), nameof(LogCommand.TextField));
        if (_command.Credential is not null && _command.Token is not null)
        {
            _command.ThrowTerminatingError(ErrorRecords.OneOf(nameof(LogCommand.Credential), nameof(LogCommand.Token)));
        }

        if (_command.Platform == LogPlatform.AriaLogs && _command.Credential is null)
        {
            _command.ThrowTerminatingError(ErrorRecords.NoPlatformCredential());
        }

        if (_command.Range.After >= (_command.Range.Before ?? DateTimeOffset.UtcNow))
        {
            _command.ThrowTerminatingError(ErrorRecords.EmptyWindow(_command.Range.After!.Value));
        }
    }

    private void Only(LogPlatform platform, params string[] names)
    {
        if (_command.Platform != platform && Array.Find(names, _command.MyInvocation.BoundParameters.ContainsKey) is string name)
        {
            _command.ThrowTerminatingError(ErrorRecords.NotOfPlatform(name, platform, _command.Platform));
        }
    }

    private PlatformOptions CreateOptions()
    {
        Uri? address = null;
        try
        {
            address = PlatformAddress.Parse(
                _command.Platform,
                _command.Uri,
                hasSecret: _command.Credential is not null || _command.Token is not null
            );
        }
        catch (FormatException e)
        {
            _command.ThrowTerminatingError(ErrorRecords.InvalidPlatformName(_command.Uri, e));
        }

        return new()
        {
            Platform = _command.Platform,
            Address = address!,
            // The whole user name, domain and all: PSCredential's own network credential would take the domain off.
            Credential = _command.Credential is null
                ? null
                : new NetworkCredential(_command.Credential.UserName, _command.Credential.Password),
            Token = _command.Token is null ? null : new NetworkCredential("", _command.Token).Password,
            Provider = _command.Provider,
            Tenant = _command.Tenant,
            Index = string.Join(",", _command.Index),
            Selector = _command.Selector,
            HostField = _command.HostField,
            LogField = _command.LogField,
            TextField = _command.TextField,
            Servers = _command.ServerNames,
            After = _command.Range.After!.Value,
            Before = _command.Range.Before ?? DateTimeOffset.UtcNow,
            PageSize = _command.PageSize,
            Timeout = TimeSpan.FromSeconds(_command.TimeoutSeconds),
        };
    }
}
