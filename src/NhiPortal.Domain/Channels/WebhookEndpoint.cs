namespace NhiPortal.Domain.Channels;

/// <summary>What an administrator says about a channel.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Address">Where signed messages go; null for the others.</param>
/// <param name="Setting">The name under which the operator set the secret address of Teams or Slack; null for the others.</param>
/// <param name="Tenant">The only tenant it hears of; null for all.</param>
/// <param name="Integration">The only integration it hears of: that integration's callback.</param>
/// <param name="Events">The kinds of event it hears of.</param>
public sealed record ChannelTerms(string Name, string? Address, string? Setting, TenantId? Tenant, IntegrationId? Integration, IReadOnlyList<string> Events);

/// <summary>
/// Somewhere outside that is told of events. Nothing secret is kept with it: the key that signs its messages is derived
/// from the portal's own and this number, and the addresses of Teams and Slack stay in the settings.
/// </summary>
public sealed class WebhookEndpoint
{
    public const int LongestAddress = 500;

    /// <summary>Messages carry the former key's signature, too, so that a receiver can change over in its own time.</summary>
    public static readonly TimeSpan FormerKeyCounts = TimeSpan.FromHours(24);

    private WebhookEndpoint() { }

    public WebhookEndpointId Id { get; private set; }
    public ChannelKind Kind { get; private set; }
    public string Name { get; private set; } = "";
    public string? Address { get; private set; }
    public string? Setting { get; private set; }
    public TenantId? TenantId { get; private set; }
    public IntegrationId? IntegrationId { get; private set; }
    public IReadOnlyList<string> Events { get; private set; } = [];
    public bool Active { get; private set; }

    /// <summary>Of a stream: the place in the log of the next event to be told. Everything before is told or in a delivery.</summary>
    public long NextLeaf { get; private set; }

    public int KeyNumber { get; private set; }
    public DateTimeOffset KeyMadeAt { get; private set; }
    public PersonId CreatedById { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public int Version { get; private set; }

    /// <summary>Hears of every event, in the log's order.</summary>
    public bool IsStream => Kind.IsStream();

    /// <summary>Its messages are signed with a key of its own.</summary>
    public bool IsSigned => Kind.IsSigned();

    /// <param name="kind">What understands its messages.</param>
    /// <param name="terms">Where it leads and what it hears of.</param>
    /// <param name="by">Who adds it.</param>
    /// <param name="now">The moment it is added.</param>
    /// <param name="next">Where in the log a stream begins.</param>
    public static WebhookEndpoint Create(ChannelKind kind, ChannelTerms terms, PersonId by, DateTimeOffset now, long next = 0)
    {
        var made = new WebhookEndpoint { Id = Domain.Id.New<WebhookEndpointId>(now), Kind = kind, NextLeaf = next, Active = true, KeyNumber = 1, KeyMadeAt = now, CreatedById = by, CreatedAt = now };
        made.Agree(terms);
        return made;
    }

    public void Agree(ChannelTerms terms)
    {
        (Name, Address, Setting) = (terms.Name, terms.Address, terms.Setting);
        (TenantId, IntegrationId, Events) = (terms.Tenant, terms.Integration, terms.Events);
        Version++;
    }

    /// <summary>Turned off, it is told of nothing, and nothing that waits for it is sent.</summary>
    public void Turn(bool on)
    {
        Active = on;
        Version++;
    }

    /// <summary>A stream goes on from this place of the log, whether that was told before or not.</summary>
    public void GoOnFrom(long leaf)
    {
        NextLeaf = leaf;
        Version++;
    }

    public void RotateKey(DateTimeOffset now)
    {
        KeyNumber++;
        KeyMadeAt = now;
        Version++;
    }

    /// <summary>The keys that sign now, the present one first.</summary>
    public IReadOnlyList<int> SigningKeys(DateTimeOffset now) => KeyNumber > 1 && now < KeyMadeAt + FormerKeyCounts ? [KeyNumber, KeyNumber - 1] : [KeyNumber];
}
