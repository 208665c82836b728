; HiveDesk's set-up for Windows. build.py calls Inno Setup 6 with Version, Project and Output.
;
; For one user, without an administrator:   setup.exe /VERYSILENT /CURRENTUSER
; For everybody at the machine:             setup.exe /VERYSILENT /ALLUSERS
; With the council's settings:              … /SETTINGS="\\server\share\settings.toml"
;
; Uninstalling takes away what was installed here. Stores, keys and backups lie in
; %LOCALAPPDATA%\HiveDesk, which nothing below names for removal.

[Setup]
AppId={{6C8E5C0B-6E0B-4B7B-9B1E-0C4E3F6A7D21}
AppName=HiveDesk
AppVersion={#Version}
AppPublisher=HiveDesk contributors
DefaultDirName={autopf}\HiveDesk
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
OutputDir={#Output}
OutputBaseFilename=HiveDesk-{#Version}-setup
SetupIconFile={#Project}\build\icons\hivedesk.ico
LicenseFile={#Project}\LICENSE
UninstallDisplayIcon={app}\hivedeskw.exe
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
CloseApplications=yes

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktop"; Description: "Put HiveDesk on the desktop"; Flags: unchecked

[InstallDelete]
; An update leaves no library of the version before.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Project}\build\frozen\hivedesk\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
Source: "{#Project}\build\hivedesk-{#Version}.cdx.json"; DestDir: "{app}"; Flags: ignoreversion
Source: "{#Project}\build\notice.txt"; DestDir: "{app}"; Flags: ignoreversion
Source: "{#Project}\LICENSE"; DestDir: "{app}"; DestName: "licence.txt"; Flags: ignoreversion
Source: "{#Project}\installer\texts\GPL-3.0.txt"; DestDir: "{app}"; Flags: ignoreversion
Source: "{#Project}\installer\texts\LGPL-3.0.txt"; DestDir: "{app}"; Flags: ignoreversion
Source: "{param:Settings}"; DestDir: "{code:SettingsFolder}"; DestName: "settings.toml"; Flags: external uninsneveruninstall; Check: HasSettings

[Icons]
Name: "{autoprograms}\HiveDesk"; Filename: "{app}\hivedeskw.exe"
Name: "{autodesktop}\HiveDesk"; Filename: "{app}\hivedeskw.exe"; Tasks: desktop

[Run]
Filename: "{app}\hivedeskw.exe"; Description: "Open HiveDesk"; Flags: nowait postinstall skipifsilent

[Code]
function HasSettings: Boolean;
begin
  Result := ExpandConstant('{param:Settings|}') <> '';
end;

{ Where hivedesk/paths.py looks: the machine's place, or this user's. }
function SettingsFolder(Param: String): String;
begin
  if IsAdminInstallMode then
    Result := ExpandConstant('{commonappdata}\HiveDesk')
  else
    Result := ExpandConstant('{localappdata}\HiveDesk');
end;

function InitializeSetup: Boolean;
begin
  Result := (not HasSettings) or FileExists(ExpandConstant('{param:Settings|}'));
  if not Result then
    SuppressibleMsgBox('The settings file cannot be found: ' + ExpandConstant('{param:Settings|}')
      + '. HiveDesk was not installed.', mbError, MB_OK, IDOK);
end;
