namespace NhiPortal.Domain.People;

/// <summary>Whether the sign-in directory still knows a person as working here.</summary>
public enum PersonStatus
{
    Active,
    Disabled,
    Left,
}

/// <summary>A human who can own or decide. A machine is never one.</summary>
public sealed class Person
{
    private Person() { }

    public PersonId Id { get; private set; }
    public TenantId TenantId { get; private set; }

    /// <summary>The sign-in directory's own id for the person (Entra <c>oid</c>).</summary>
    public string ObjectId { get; private set; } = "";

    public string Name { get; private set; } = "";
    public string Mail { get; private set; } = "";
    public PersonStatus Status { get; private set; }
    public DateTimeOffset? InactiveSince { get; private set; }
    public PersonId? ManagerId { get; private set; }

    /// <summary>A vendor's employee: may be a contact, never an accountable owner.</summary>
    public bool External { get; private set; }

    /// <summary>Further tenants whose things this person may own or work on.</summary>
    public List<TenantAccess> AlsoIn { get; private set; } = [];

    /// <summary>Which directory vouches for the person: only that one may say that they are gone. Null before a sync has seen them.</summary>
    public string? Source { get; private set; }

    /// <summary>Since when mail to their address is refused for good; null while it is not, or nobody tried.</summary>
    public DateTimeOffset? UnreachableSince { get; private set; }

    /// <summary>When mail to their address last came back after a server had taken it.</summary>
    public DateTimeOffset? MailReturnedAt { get; private set; }

    // As long as a server may take to find out that it cannot deliver, and send a letter back.
    private static readonly TimeSpan ReturnPatience = TimeSpan.FromDays(3);

    public int Version { get; private set; }

    public bool Active => Status == PersonStatus.Active;

    public static Person Create(
        TenantId tenant, string objectId, string name, string mail, DateTimeOffset now, PersonId? manager = null, bool external = false) => new()
        {
            Id = Domain.Id.New<PersonId>(now),
            TenantId = tenant,
            ObjectId = objectId,
            Name = name,
            Mail = mail,
            ManagerId = manager,
            External = external,
        };

    public bool BelongsTo(TenantId tenant) => TenantId == tenant || AlsoIn.Exists(access => access.TenantId == tenant);

    public void Allow(TenantId tenant)
    {
        if (BelongsTo(tenant))
            return;
        AlsoIn.Add(new TenantAccess(Id, tenant));
        Version++;
    }

    /// <summary>Takes over who leads the person; false when it is nobody new.</summary>
    public bool Reports(PersonId? manager)
    {
        if (ManagerId == manager)
            return false;
        ManagerId = manager;
        Version++;
        return true;
    }

    /// <summary>Takes over whether the person is a guest; false when that is known.</summary>
    public bool Classify(bool external)
    {
        if (External == external)
            return false;
        External = external;
        Version++;
        return true;
    }

    public bool VouchedForBy(string source)
    {
        if (Source == source)
            return false;
        Source = source;
        Version++;
        return true;
    }

    /// <summary>Takes over how the directory now calls and reaches the person; false when it says nothing new.</summary>
    public bool Describe(string name, string mail)
    {
        if ((Name, Mail) == (name, mail))
            return false;
        // Nobody has tried the new address yet.
        if (Mail != mail)
            (UnreachableSince, MailReturnedAt) = (null, null);
        (Name, Mail) = (name, mail);
        Version++;
        return true;
    }

    /// <summary>Their mail server refused them for good; true the first time.</summary>
    public bool FindUnreachable(DateTimeOffset now)
    {
        if (UnreachableSince is not null)
            return false;
        UnreachableSince = now;
        Version++;
        return true;
    }

    /// <summary>A letter that a server had taken came back; true when they were reachable until now.</summary>
    public bool FindReturned(DateTimeOffset now)
    {
        MailReturnedAt = now;
        Version++;
        return FindUnreachable(now);
    }

    /// <summary>A server took a letter, which proves little where letters come back later; true when that makes them reachable again.</summary>
    public bool FindAccepted(DateTimeOffset now) => !(MailReturnedAt > now - ReturnPatience) && FindReachable();

    /// <summary>They came themselves; true when they had been unreachable.</summary>
    public bool FindReachable()
    {
        if (UnreachableSince is null)
            return false;
        (UnreachableSince, MailReturnedAt) = (null, null);
        Version++;
        return true;
    }

    /// <summary>Takes over the directory's word; leaving or being disabled starts the clock once.</summary>
    public bool SetStatus(PersonStatus status, DateTimeOffset now)
    {
        if (status == Status)
            return false;
        InactiveSince = status == PersonStatus.Active ? null : InactiveSince ?? now;
        Status = status;
        Version++;
        return true;
    }
}

/// <summary>Lets a person work in a tenant that is not their own.</summary>
public sealed record TenantAccess(PersonId PersonId, TenantId TenantId);
