namespace VcsaAuthGuard.Faults;

/// <summary>
/// Recognizes the second of the two entries that vpxd writes for one refused operation: <c>[VpxLRO] -- ERROR</c> and <c>VMOMI activation
/// LRO failed</c>, in either order.
/// </summary>
internal sealed class RepeatedRefusals
{
    private const int MaxOperations = 1 << 13;

    private static readonly TimeSpan MaxDistance = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(string OpId, AuthFaultKind Kind), (bool IsActivation, AuthFault Fault)> _single = [];
    private readonly Queue<(string OpId, AuthFaultKind Kind)> _order = new();

    /// <summary>Adds a fault; returns true if the fault before it with the same operation already reported it.</summary>
    public bool IsRepetition(AuthFault fault)
    {
        // A failure of a request is another call, of vpxd to a host, even where it has the same operation.
        bool isRefusal = fault.Kind is AuthFaultKind.NotAuthenticated or AuthFaultKind.LoginRefused;
        if (fault.OpId is null || !isRefusal || Holds(fault, "SOAP request returned HTTP failure;"))
        {
            return false;
        }

        bool isActivation = Holds(fault, "VMOMI activation LRO failed;");
        (string, AuthFaultKind) key = (fault.OpId, fault.Kind);
        if (
            _single.TryGetValue(key, out (bool IsActivation, AuthFault Fault) other)
            && other.IsActivation != isActivation
            && IsSame(fault, other.Fault)
        )
        {
            _single.Remove(key);
            return true;
        }

        _single[key] = (isActivation, fault with { Text = "" });
        _order.Enqueue(key);
        if (_order.Count > MaxOperations)
        {
            _single.Remove(_order.Dequeue());
        }

        return false;
    }

    private static bool IsSame(AuthFault one, AuthFault other)
    {
        bool isSameMethod = one.Method == other.Method || one.Method is null || other.Method is null;
        bool isNear = one.Time is DateTimeOffset time && other.Time is DateTimeOffset otherTime
            ? (time - otherTime).Duration() <= MaxDistance
            : one.Time is null && other.Time is null;
        bool isSameServer = one.Server is null || other.Server is null || one.Server == other.Server;
        return isSameMethod && isNear && isSameServer;
    }

    private static bool Holds(AuthFault fault, string form) => fault.Text.Contains(form);
}
