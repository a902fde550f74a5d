namespace NhiPortal.Domain.Credentials;

/// <content>A renewal that the portal begins by itself on its day, or why it did not.</content>
public sealed partial class Credential
{
    /// <summary>Its schedule has the portal begin it; asked again where the portal cannot.</summary>
    public bool StartsItself { get; private set; }

    /// <summary>How long both are to live then, as its schedule says.</summary>
    public int OverlapHours { get; private set; }

    /// <summary>Why the portal did not begin it, so that somebody must; null where nothing kept it.</summary>
    public string? NotStarted { get; private set; }

    /// <summary>Before then the portal does not look again.</summary>
    public DateTimeOffset LookAgainAt { get; private set; }

    /// <summary>Its day has come, and the portal is to begin it.</summary>
    public bool StartsNow(DateTimeOffset now) => NeedsRotation && StartsItself && DueAt <= now && LookAgainAt <= now;

    /// <summary>As its schedule says, and never longer than the old one lives anyway.</summary>
    public int OverlapFrom(DateTimeOffset now) => (int)Math.Clamp((ExpiresAt - now).TotalHours, 0, OverlapHours);

    /// <summary>Something speaks against beginning it; its owner is asked, and the portal looks again.</summary>
    /// <returns>True when that is news.</returns>
    public bool NotBegun(string why, DateTimeOffset again)
    {
        var said = Text.Shortened(why, Text.Reason);
        var news = said != NotStarted;
        (NotStarted, LookAgainAt) = (said, again);
        return news;
    }

    /// <summary>It was begun.</summary>
    public void Begun() => NotStarted = null;

    /// <summary>Somebody gave up what was begun: only people begin it again, until it has another day.</summary>
    public void LeaveToPeople()
    {
        if (StartsItself)
            NotBegun("Its last rotation was given up. Begin it yourself, or put it off: it begins by itself on the day it is due then.", DateTimeOffset.MaxValue);
    }

    private void LookAnew() => (NotStarted, LookAgainAt) = (null, DateTimeOffset.MinValue);
}
