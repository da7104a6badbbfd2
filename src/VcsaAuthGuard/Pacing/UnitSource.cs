using System.Collections;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace VcsaAuthGuard.Pacing;

/// <summary>
/// Enumerates the units of a run for a pipeline. A pipeline may end in an error and be replaced by another, so the enumeration continues
/// where it was. An error between two units is kept, because a pipeline would wrap it.
/// </summary>
internal sealed class UnitSource(IEnumerator<PSObject[]> units, bool perItem) : IEnumerable, IEnumerator
{
    public object Current => perItem ? units.Current[0] : units.Current;

    /// <summary>Gets a value indicating whether all units have been taken.</summary>
    public bool IsOver { get; private set; }

    public ExceptionDispatchInfo? Failure { get; private set; }

    public IEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        try
        {
            IsOver = IsOver || !units.MoveNext();
        }
        catch (Exception e)
        {
            Failure = ExceptionDispatchInfo.Capture(e);
            IsOver = true;
        }

        return !IsOver;
    }

    public void Reset() => throw new NotSupportedException();
}
