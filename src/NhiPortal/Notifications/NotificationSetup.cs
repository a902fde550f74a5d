namespace NhiPortal.Notifications;

/// <summary>Registers the way reminders leave the portal.</summary>
public static class NotificationSetup
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, PortalSettings settings) => services
        .AddSingleton(settings.Mail)
        .AddSingleton<MailServer>()
        .AddSingleton(new LetterWriter(settings.Mail, settings.PublicAddress));
}
