using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Binding;

/// <summary>
/// Lets a parameter take durations as text (90m, PT2H), and refuses a bare number, which PowerShell would take for ticks or days.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is TimeSpan)
        {
            return value;
        }

        try
        {
            return DurationText.Parse(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
