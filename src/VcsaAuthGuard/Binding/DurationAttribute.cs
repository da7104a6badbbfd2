using System.Management.Automation;
using VcsaAuthGuard.BackupWindows.Import;

namespace VcsaAuthGuard.Binding;

/// <summary>Lets a parameter take a duration as text too (90m, PT2H), and no bare number, which PowerShell would take for ticks or days.</summary>
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
            return WindowFields.Duration(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "");
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
