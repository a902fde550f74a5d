using System.Diagnostics;
using System.Security.Cryptography;

namespace NhiPortal.Shell;

/// <summary>Logs that a page failed and returns the number that ties the person's screen to the log line.</summary>
public static partial class PageFailure
{
    public static string Record(ILogger logger, Exception exception)
    {
        var reference = Activity.Current?.TraceId.ToHexString() ?? RandomNumberGenerator.GetHexString(32, lowercase: true);
        Failed(logger, reference, exception);
        return reference;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed; the person was shown reference {Reference}")]
    private static partial void Failed(ILogger logger, string reference, Exception exception);
}
