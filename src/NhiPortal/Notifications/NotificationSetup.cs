namespace NhiPortal.Notifications;

/// <summary>Registers the way reminders leave the portal.</summary>
public static class NotificationSetup
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, MailSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton<MailServer>()
        .AddSingleton<LetterWriter>();
}
