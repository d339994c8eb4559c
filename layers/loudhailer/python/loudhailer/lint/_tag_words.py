"""The words that hashtags of emergencies are made of, in English and Welsh, to set them apart again."""

_ENGLISH = """
accident advice air alarm alert alerts all and at avoid aware be beat bonfire breaking bridge brigade building bus
call campaign care check closed closure cold collision community county crash crew crews danger day delay delays do
dont drill drive driving drought electrical emergency escape evacuate evacuation event explosion fire firefighter
firefighters fires firestorm firework fireworks flood flooding floods fog for gas grass hazard heat heatwave help here
high hill home ice in incident information inside is it keep kitchen know lane lanes leave life lightning live local
look major missing moor moors motorway near new news night no not now of off on open order our out outside park peak
person plan police power prepare prepared protect public rail railroad ready rescue ring river road roads roadworks
route safe safer safety save school sea service severe shut smoke snow snowstorm station stations stay stop storm
storms street summer sunday team test the think time tips to today tonight town traffic train travel tree tuesday
tunnel update uk vehicle wales warning watch water weather week wild wildlife wildfire wildfires wind windows winter
works windstorm yellow amber red you your
"""
_WELSH = """
achub ailagor ar argyfwng aros arhoswch brys cadwch cau ddiogel digwyddiad diogel diweddariad dŵr dwr ffordd ffyrdd gau
gwacáu gwacau gwasanaeth llifogydd mwg peryg perygl rhybudd storm tan traffig tân tywydd yn
"""
TAG_WORDS = frozenset(_ENGLISH.split()) | frozenset(_WELSH.split())
