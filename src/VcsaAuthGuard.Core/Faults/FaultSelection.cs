using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Faults;

/// <summary>
/// Selects the faults that are wanted, each once: not the second entry of one refused operation, and not the request of an access log
/// whose call vpxd's log reports. Requests of access logs are held until the calls around them are known.
/// </summary>
/// <param name="query">Which faults are wanted.</param>
internal sealed class FaultSelection(FaultQuery query)
{
    private const int MaxHeld = 1 << 14;

    private readonly RepeatedRefusals _refusals = new();
    private readonly RepeatedSignOns _signOns = new();
    private readonly RepeatedLogins _logins = new();
    private readonly List<AuthFault> _heldSignOns = [];
    private readonly GatewayCallMatcher<AuthFault> _calls = new();

    /// <summary>Adds a fault, and returns the wanted faults that are complete.</summary>
    public IEnumerable<AuthFault> Add(AuthFault fault)
    {
        if (fault.Request is GatewayRequest request)
        {
            _calls.AddRequest(fault.Server, fault.VMHostId, fault.HttpStatus ?? 0, request, fault);
            return _calls.Count < MaxHeld ? [] : Complete();
        }

        if (fault.Reason == SignOnEntry.Type)
        {
            return AddSignOn(fault);
        }

        if (_refusals.IsRepetition(fault) || _logins.IsRepetition(fault))
        {
            return [];
        }

        _calls.AddCall(fault);
        return query.Apply(fault) is AuthFault wanted ? [wanted] : [];
    }

    /// <summary>Returns the wanted faults that were held.</summary>
    public IEnumerable<AuthFault> Complete() =>
    [
        .. _calls.Take().Where(request => !request.IsCall).Select(request => query.Apply(request.Item)).OfType<AuthFault>(),
        .. TakeSignOns(),
    ];

    /// <summary>Holds a refused sign-on: what vpxd's log says of the same login is more, and may come later.</summary>
    private AuthFault[] AddSignOn(AuthFault fault)
    {
        if (fault.Time is DateTimeOffset time && _signOns.IsRepetition(fault.User, fault.ClientAddress, time, fault.Source ?? ""))
        {
            return [];
        }

        _heldSignOns.Add(fault);
        return _heldSignOns.Count < MaxHeld ? [] : TakeSignOns();
    }

    private AuthFault[] TakeSignOns()
    {
        AuthFault[] wanted =
            [.. _heldSignOns.Where(fault => !_logins.IsRepetition(fault)).Select(query.Apply).OfType<AuthFault>()];
        _heldSignOns.Clear();
        return wanted;
    }
}
